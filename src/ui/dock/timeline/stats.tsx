/** The figures beside the timeline: each measured in this run, in the order in which a lecture asks for them. */
import type { ReactNode } from 'react';
import { formatCount, formatMs, splitBits } from '../../common/format.ts';
import type { GlossaryWord } from '../../common/glossary.ts';
import { backupHost } from '../../common/roles.ts';
import { Term } from '../../common/term.tsx';
import { useMirror } from '../../store/lab-context.tsx';

interface StatProps {
  readonly label: string;
  readonly word?: GlossaryWord;
  readonly value: ReactNode;
  readonly unit?: string;
  readonly id: string;
  readonly title?: string;
}

function Stat({ label, word, value, unit, id, title }: StatProps) {
  return (
    <div data-testid={`stat-${id}`} title={title}>
      <dt>{word ? <Term word={word}>{label}</Term> : label}</dt>
      <dd>
        <b>{value}</b> {unit ? <small>{unit}</small> : null}
      </dd>
    </div>
  );
}

export function Stats() {
  const state = useMirror((mirror) => mirror.state);
  const picture = useMirror((mirror) => mirror.picture);
  const backup = backupHost(state.hosts);
  const [log, logUnit] = splitBits(state.channel.bitsPerSecond);
  const [transfer, transferUnit] = splitBits(state.memory.dirtyBitsPerSecond);
  const { failover, memory } = state;
  const failoverMs = failover.detectionMs + failover.drainMs + failover.testAndSetMs;
  const replayed = backup ? Object.values(state.hosts[backup].interrupts).reduce((sum, count) => sum + count, 0) : 0;
  return (
    <dl className="stats">
      <Stat
        id="lag"
        label="Execution lag"
        word="execution-lag"
        value={backup ? formatMs(state.hosts[backup].lagMs) : '–'}
      />
      <Stat id="held" label="Held outputs" word="output-rule" value={formatCount(state.channel.heldOutputs)} />
      <Stat id="log" label="Log bandwidth" value={log} unit={logUnit} />
      <Stat id="transfer" label="State transfer" word="state-transfer" value={transfer} unit={transferUnit} />
      <Stat
        id="replayed"
        label="Interrupts"
        value={backup ? formatCount(replayed) : '–'}
        unit={backup ? 'replayed' : ''}
      />
      <Stat
        id="ram"
        label="RAM compared"
        value={memory.compared > 0 ? `${formatCount(memory.compared)}×` : '–'}
        unit={
          memory.compared > 0 ? `${formatMs(Math.max(0, state.time.labMs - memory.lastComparedMs))} ago` : 'not yet'
        }
      />
      <Stat
        id="heartbeat"
        label="Heartbeat"
        word="heartbeat"
        value={backup ? formatMs(picture.lastHeartbeatAgoMs) : '–'}
        unit={backup ? 'ago' : 'no backup'}
      />
      <Stat
        id="failover"
        label="Last failover"
        word="go-live"
        value={failover.count > 0 ? formatMs(failoverMs) : '–'}
        unit={failover.count > 0 ? 'to go live' : 'none yet'}
        title={`Noticed after ${formatMs(failover.detectionMs)}, log drained in ${formatMs(failover.drainMs)}, test-and-set in ${formatMs(failover.testAndSetMs)}, first output ${formatMs(failover.firstOutputMs)} later`}
      />
    </dl>
  );
}
