/** The log as the primary wrote it: one row an entry, by kind or by batch, with the chosen entry explained. */
import { useCallback, useState } from 'react';
import type { LogEntryKind } from '../../../ft/log-entry.ts';
import type { LogRow } from '../../../workers/lab/model.ts';
import { formatBytes, formatCount, formatMoment } from '../../common/format.ts';
import { hexDump } from '../../common/hex.ts';
import { MarkGlyph } from '../../common/mark-glyph.tsx';
import { markOfEntry } from '../../common/marks.ts';
import { useObserved } from '../../store/lab-context.tsx';
import { setView, showTab, useView } from '../../store/view-store.ts';
import { RowList } from '../row-list.tsx';
import { ringRow, useRingRows } from '../use-ring-rows.ts';
import { entryBytes, entryReason, entryWords } from './entry-words.ts';
import { findMark } from './find-mark.ts';

const kindWords: Readonly<Record<LogEntryKind, string>> = {
  'slice-ended': 'clock: slice ended',
  'random-drawn': 'random drawn',
  'console-input': 'console input',
  'packet-received': 'packet received',
  'disk-completed': 'disk completed',
  'output-made': 'output made',
  controlled: 'control entry',
  'memory-hashed': 'memory hashed',
};

type Filter = LogEntryKind | 'all' | 'all-but-clock';
const shownBytes = 256;

function isFilter(value: string): value is Filter {
  return value === 'all' || value === 'all-but-clock' || value in kindWords;
}

function LogRowLine({ row }: { readonly row: LogRow | undefined }) {
  if (!row) return <span className="faint">no longer kept</span>;
  return (
    <>
      <span className="moment mono">{formatMoment(row.labMs)}</span>
      <MarkGlyph kind={markOfEntry(row.entry.kind)} />
      <span className="number mono">#{formatCount(row.sequence)}</span>
      <span className="words">{entryWords(row.entry)}</span>
    </>
  );
}

function LogDetail({ row }: { readonly row: LogRow }) {
  const timeline = useObserved((model) => model.timeline);
  const bytes = entryBytes(row.entry);
  const mark = findMark(timeline, row.generation, row.sequence);
  return (
    <aside aria-label="The chosen log entry">
      <b>{kindWords[row.entry.kind]}</b>
      <p>{entryWords(row.entry)}.</p>
      <p className="dim">{entryReason(row.entry)}</p>
      <dl className="facts">
        <dt>Batch</dt>
        <dd className="mono">
          {formatCount(row.sequence)}, generation {row.generation}
        </dd>
        <dt>Instruction</dt>
        <dd className="mono">{formatCount(row.instructions)} at its end</dd>
        <dt>On the wire</dt>
        <dd className="mono">{formatBytes(row.bytes)}</dd>
      </dl>
      {mark === null ? null : (
        <button
          type="button"
          className="button small"
          onClick={() => {
            setView({ pinnedMark: mark });
            showTab('timeline');
          }}
        >
          Show on the timeline
        </button>
      )}
      {bytes ? <pre className="hex">{hexDump(bytes, 0, shownBytes)}</pre> : null}
    </aside>
  );
}

function FilterTools({ filter, setFilter }: { readonly filter: Filter; readonly setFilter: (filter: Filter) => void }) {
  const sequence = useView((view) => view.sequenceFilter);
  return (
    <>
      {sequence === null ? null : (
        <button type="button" className="button small on" onClick={() => setView({ sequenceFilter: null })}>
          batch {formatCount(sequence)} only ✕
        </button>
      )}
      <label>
        <span className="visually-hidden">Kind of entry</span>
        <select
          className="filter"
          value={filter}
          onChange={(event) => isFilter(event.target.value) && setFilter(event.target.value)}
        >
          <option value="all">all kinds</option>
          <option value="all-but-clock">all but clock</option>
          {Object.entries(kindWords).map(([kind, words]) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

export function LogEntries() {
  const log = useObserved((model) => model.log);
  const [filter, setFilter] = useState<Filter>('all');
  const [chosen, setChosen] = useState<number | null>(null);
  const sequence = useView((view) => view.sequenceFilter);
  const passes = useCallback(
    (row: LogRow) =>
      (sequence === null || row.sequence === sequence) &&
      (filter === 'all' || (filter === 'all-but-clock' ? row.entry.kind !== 'slice-ended' : row.entry.kind === filter)),
    [filter, sequence],
  );
  const numbers = useRingRows(log, passes);
  const row = chosen === null ? undefined : ringRow(log, chosen);
  const line = useCallback((number: number) => <LogRowLine row={ringRow(log, number)} />, [log]);
  return (
    <div className={row ? 'split' : 'rows'} data-testid="log-entries">
      <RowList
        label="Log entries"
        numbers={numbers}
        chosen={chosen}
        choose={setChosen}
        row={line}
        tools={<FilterTools filter={filter} setFilter={setFilter} />}
      />
      {row ? <LogDetail row={row} /> : null}
    </div>
  );
}
