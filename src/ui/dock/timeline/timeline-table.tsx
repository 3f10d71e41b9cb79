/** The visible part of the timeline as a table: the same facts for those who cannot see the canvas. */
import { useEffect, useState } from 'react';
import { formatCount, formatMoment } from '../../common/format.ts';
import { markStyles } from '../../common/marks.ts';
import { Scroller } from '../../common/scroller.tsx';
import { useObserved } from '../../store/lab-context.tsx';
import type { TimelineController } from './controller.ts';
import { laneWords, markFacts } from './mark-facts.ts';

const rowsShown = 200;
const everyMs = 1000;

export function TimelineTable({ controller }: { readonly controller: TimelineController }) {
  const timeline = useObserved((model) => model.timeline);
  const [marks, setMarks] = useState(controller.scene.marks);
  useEffect(() => {
    const timer = setInterval(() => {
      controller.frame(900, [
        { id: 'A', label: 'A', ended: false, y: 0 },
        { id: 'B', label: 'B', ended: false, y: 1 },
        { id: 'C', label: 'C', ended: false, y: 2 },
        { id: 'client', label: 'Client', ended: false, y: 3 },
        { id: 'storage', label: 'Storage', ended: false, y: 4 },
      ]);
      setMarks(controller.scene.marks);
    }, everyMs);
    return () => clearInterval(timer);
  }, [controller]);
  const rows = marks.slice(-rowsShown).flatMap((mark) => {
    const facts = markFacts(timeline, mark.row);
    return facts ? [{ row: mark.row, facts }] : [];
  });
  return (
    <Scroller className="timeline-table" label="The timeline as a table">
      <table>
        <caption>
          The last {rows.length} marks in sight
          {controller.scene.sampledEvery > 1 ? `; of the clock entries one in ${controller.scene.sampledEvery}` : ''}
        </caption>
        <thead>
          <tr>
            <th>Lab time, s</th>
            <th>Where</th>
            <th>What</th>
            <th>Instruction</th>
            <th>Batch</th>
            <th>Words</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, facts }) => (
            <tr key={row}>
              <td className="mono">{formatMoment(facts.labMs)}</td>
              <td>{laneWords[facts.lane]}</td>
              <td>{markStyles[facts.kind].word}</td>
              <td className="mono">{facts.instructions === null ? '' : formatCount(facts.instructions)}</td>
              <td className="mono">{facts.sequence ?? ''}</td>
              <td>{facts.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}
