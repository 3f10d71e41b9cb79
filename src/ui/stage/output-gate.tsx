/** The Output Rule at work: what is held, and for which acknowledgment. */
import { formatCount, formatMs } from '../common/format.ts';
import { Term } from '../common/term.tsx';
import { useLab, useMirror } from '../store/lab-context.tsx';

const shownOutputs = 8;

export function OutputGate() {
  const picture = useMirror((mirror) => mirror.picture);
  const ruleOn = useLab((state) => state.rules['outputRule'] ?? true);
  const oldest = picture.held[0];
  const words = !ruleOn
    ? 'open: the Output Rule is off'
    : picture.heldCount === 0
      ? 'nothing held'
      : `${formatCount(picture.heldCount)} held for ack ${formatCount(oldest?.sequence ?? 0)}`;
  return (
    <div className={`gate ${ruleOn ? '' : 'open'} ${picture.heldCount > 0 ? 'held' : ''}`} data-testid="output-gate">
      <b>
        <Term word="output-gate">Output gate</Term>
      </b>{' '}
      <span className="dim" title={words}>
        {words}
      </span>
      <div className="gate-queue">
        {picture.held.slice(0, shownOutputs).map((output, index) => (
          <s
            key={`${output.sequence} ${index}`}
            className={output.kind === 'packet-sent' ? 'packet' : 'disk'}
            title={`${output.kind === 'packet-sent' ? 'Packet' : 'Disk operation'}, ${output.bytes} bytes, held for ${formatMs(output.heldMs)}, waits for acknowledgment ${output.sequence}`}
          />
        ))}
        {picture.heldCount > shownOutputs ? (
          <span className="faint">+{formatCount(picture.heldCount - shownOutputs)}</span>
        ) : null}
      </div>
    </div>
  );
}
