/** The timeline tab: the paper's figure 2, live, with its tools and the figures of the run. */
import { useEffect, useState } from 'react';
import { pageEvents } from '../../commands.ts';
import { useLabStore, useModel } from '../../store/lab-context.tsx';
import { useView } from '../../store/view-store.ts';
import { TabTools } from '../tab-tools.tsx';
import { TimelineController, type ViewFacts } from './controller.ts';
import { MarkDetail } from './mark-detail.tsx';
import { Stats } from './stats.tsx';
import { TimelineCanvas } from './timeline-canvas.tsx';
import { TimelineTable } from './timeline-table.tsx';

const zoomStep = 1.6;

/** The keys of the page that concern the timeline. */
function useTimelineKeys(controller: TimelineController): void {
  useEffect(() => {
    const zoomIn = () => controller.zoom(1 / zoomStep, 0.5, 1);
    const zoomOut = () => controller.zoom(zoomStep, 0.5, 1);
    const follow = () => controller.setFollowing('follow');
    const listeners = { 'zoom-in': zoomIn, 'zoom-out': zoomOut, follow };
    for (const [name, listener] of Object.entries(listeners)) pageEvents.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) pageEvents.removeEventListener(name, listener);
    };
  }, [controller]);
}

function Sampling({ controller }: { readonly controller: TimelineController }) {
  const [every, setEvery] = useState(1);
  useEffect(() => {
    const timer = setInterval(() => setEvery(controller.scene.sampledEvery), 500);
    return () => clearInterval(timer);
  }, [controller]);
  return every > 1 ? (
    <span className="faint sampling" title="There are too many marks to tell apart: zoom in to see all of them.">
      1 in {every} clock entries
    </span>
  ) : null;
}

export function TimelinePanel() {
  const model = useModel();
  const store = useLabStore();
  const [controller] = useState(() => new TimelineController(model, store));
  const [facts, setFacts] = useState<ViewFacts>({ axis: controller.axis, following: controller.following });
  const [shape, setShape] = useState<'picture' | 'table'>('picture');
  const pinned = useView((view) => view.pinnedMark);
  useEffect(() => controller.onChange(setFacts), [controller]);
  useEffect(() => {
    if (pinned !== null) controller.reveal(pinned);
  }, [controller, pinned]);
  useTimelineKeys(controller);
  return (
    <div className="timeline">
      <TabTools>
        <Sampling controller={controller} />
        <div className="segment" role="group" aria-label="Horizontal axis">
          <button
            type="button"
            className="button small"
            aria-pressed={facts.axis === 'time'}
            onClick={() => controller.setAxis('time')}
          >
            lab time
          </button>
          <button
            type="button"
            className="button small"
            aria-pressed={facts.axis === 'instructions'}
            onClick={() => controller.setAxis('instructions')}
          >
            instructions
          </button>
        </div>
        <button
          type="button"
          className="button small"
          aria-pressed={facts.following}
          onClick={() => controller.setFollowing(facts.following ? 'stay' : 'follow')}
        >
          Follow
        </button>
        <button
          type="button"
          className="button small"
          aria-pressed={shape === 'table'}
          title="Show as table"
          onClick={() => setShape(shape === 'table' ? 'picture' : 'table')}
        >
          Table
        </button>
      </TabTools>
      <div className="timeline-main">
        {shape === 'table' ? <TimelineTable controller={controller} /> : <TimelineCanvas controller={controller} />}
        <MarkDetail />
      </div>
      <Stats />
    </div>
  );
}
