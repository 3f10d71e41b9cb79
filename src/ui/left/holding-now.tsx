/** The invariants, watched from outside the replicas: each a pill with a word, a sign and its evidence. */
import { Check, X } from 'lucide-react';
import { formatCount } from '../common/format.ts';
import { LessonLink } from '../lesson/lesson-link.tsx';
import { lessonOfInvariant } from '../lesson/lesson-of.ts';
import { useLab } from '../store/lab-context.tsx';

const known: Readonly<Record<string, string>> = {
  oneLive: 'One VM live',
  outputAcknowledged: 'Outputs acked first',
  outputsIdentical: 'Outputs identical',
  ramIdentical: 'RAM identical',
  noWriteLost: 'No write lost',
  linearizable: 'History linearizable',
};

/** What an invariant says, in a few words; one without words of its own gets those of its id. */
export function invariantWords(id: string): string {
  const own = known[id];
  if (own) return own;
  const words = id
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase()
    .replace(/\b(vm|ram|tcp|cpu|udp)s?\b/g, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function HoldingNow({ compact }: { readonly compact: 'compact' | 'full' }) {
  const invariants = useLab((state) => state.invariants);
  const broken = Object.entries(invariants).filter(([, invariant]) => !invariant.holds);
  return (
    <section className="holding" aria-label="Holding now">
      {compact === 'full' ? <h2 className="eyebrow">Holding now</h2> : null}
      <ul className="pills">
        {Object.entries(invariants).map(([id, invariant]) => {
          const words = invariantWords(id);
          const title = `${words}: checked ${formatCount(invariant.checked)} times. ${invariant.note ?? ''}`;
          return (
            <li
              key={id}
              className={`pill ${invariant.holds ? 'ok' : 'bad'}`}
              data-testid={`invariant-${id}`}
              title={title}
            >
              {invariant.holds ? <Check size={12} aria-hidden="true" /> : <X size={12} aria-hidden="true" />}
              <span className="visually-hidden">{invariant.holds ? 'Holds:' : 'Broken:'}</span>
              <span className={compact === 'compact' ? 'visually-hidden' : ''}>{words}</span>
            </li>
          );
        })}
      </ul>
      {compact === 'full'
        ? broken.slice(0, 2).map(([id, invariant]) => (
            <p key={id} className="broken">
              {invariant.note ?? `${invariantWords(id)}: broken.`} <LessonLink lesson={lessonOfInvariant(id)} />
            </p>
          ))
        : null}
    </section>
  );
}
