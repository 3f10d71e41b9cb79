/** What passed the switch: each packet in a line, the chosen one taken apart. */
import { useCallback, useState } from 'react';
import type { PacketRow } from '../../workers/lab/model.ts';
import { formatMoment } from '../common/format.ts';
import { hexDump } from '../common/hex.ts';
import { useObserved } from '../store/lab-context.tsx';
import { RowList } from './row-list.tsx';
import { ringRow, useRingRows } from './use-ring-rows.ts';

const shownBytes = 512;
const everyPacket = () => true;
const repeatedOnly = (row: PacketRow) => row.repeated;

function nameOf(end: PacketRow['from']): string {
  return end === 'client' ? 'client' : `host ${end}`;
}

function PacketLine({ row }: { readonly row: PacketRow | undefined }) {
  if (!row) return <span className="faint">no longer kept</span>;
  return (
    <>
      <span className="moment mono">{formatMoment(row.labMs)}</span>
      <span className="source">{nameOf(row.from)} →</span>
      <span className="words mono">{row.summary}</span>
      {row.repeated ? <span className="pill warn">sent again</span> : null}
    </>
  );
}

function PacketDetail({ row }: { readonly row: PacketRow }) {
  return (
    <aside aria-label="The chosen packet">
      <b>
        {nameOf(row.from)} → {row.to.length > 0 ? row.to.map(nameOf).join(', ') : 'nobody'}
      </b>
      {row.repeated ? (
        <p className="dim">The same data was on the wire before. After a failover that is allowed: TCP drops it.</p>
      ) : null}
      {row.layers.map((layer) => (
        <div key={layer.name}>
          <h3 className="eyebrow">{layer.name}</h3>
          <dl className="facts">
            {layer.fields.map(([name, value]) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd className="mono">{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
      <pre className="hex">{hexDump(row.bytes, 0, shownBytes)}</pre>
    </aside>
  );
}

export function Packets() {
  const packets = useObserved((model) => model.packets);
  const [chosen, setChosen] = useState<number | null>(null);
  const [repeated, setRepeated] = useState<'all' | 'repeated'>('all');
  const numbers = useRingRows(packets, repeated === 'all' ? everyPacket : repeatedOnly);
  const row = chosen === null ? undefined : ringRow(packets, chosen);
  const line = useCallback((number: number) => <PacketLine row={ringRow(packets, number)} />, [packets]);
  const tools = (
    <button
      type="button"
      className="button small"
      aria-pressed={repeated === 'repeated'}
      onClick={() => setRepeated(repeated === 'all' ? 'repeated' : 'all')}
    >
      Sent again only
    </button>
  );
  return (
    <div className={row ? 'split' : 'rows'} data-testid="packets">
      <RowList label="Packets" numbers={numbers} chosen={chosen} choose={setChosen} row={line} tools={tools} />
      {row ? <PacketDetail row={row} /> : null}
    </div>
  );
}
