/** The page explains itself: one sentence, and three things to try, ticked off as they happen in the lab. */
import type { ReactNode } from 'react';
import { Term } from '../common/term.tsx';
import { isDead, isLive } from '../common/roles.ts';
import { useLab } from '../store/lab-context.tsx';
import { useHappened } from './use-happened.ts';

interface StepProps {
  readonly number: number;
  readonly done: boolean;
  readonly now: boolean;
  readonly children: ReactNode;
}

function Step({ number, done, now, children }: StepProps) {
  const state = done ? 'done' : now ? 'now' : 'later';
  return (
    <li className={`step ${state}`}>
      <span className="step-tick" aria-hidden="true">
        {done ? '✓' : number}
      </span>
      <div>
        {children}
        {done ? <span className="visually-hidden"> (done)</span> : null}
      </div>
    </li>
  );
}

export function FirstVisit() {
  const typed = useHappened(useLab((state) => (state.channel.entries['console-input'] ?? 0) > 0));
  const tookOver = useHappened(
    useLab(
      (state) =>
        Object.values(state.hosts).some((host) => isDead(host.role)) &&
        Object.values(state.hosts).some((host) => isLive(host.role)),
    ),
  );
  const redundantAgain = useHappened(useLab((state) => state.vmotion.count > 0 && state.hosts.C.role !== 'spare'));
  const now = !typed ? 1 : !tookOver ? 2 : 3;
  return (
    <>
      <div>
        <p className="eyebrow">VMware FT, for real</p>
        <h2>Two Linux machines in lockstep. Kill one.</h2>
      </div>
      <p className="claim">
        Host A runs Linux as the <Term word="primary">primary</Term>. Host B runs a <Term word="backup">backup</Term>{' '}
        that executes the same instructions from A’s <Term word="log-entry">log</Term>. Nothing here is a simulation.
      </p>
      <ol className="steps">
        <Step number={1} done={typed} now={now === 1}>
          Click into <b>host A’s console</b> and type <code>x=42</code>. Host B prints the same, though nobody types
          there.
        </Step>
        <Step number={2} done={tookOver} now={now === 2}>
          <b>Crash</b> host A. Host B goes live; type <code>echo $x</code> there: the same shell goes on.
        </Step>
        <Step number={3} done={redundantAgain} now={now === 3}>
          <b>Start a new backup</b> on host C, then <b>cut</b> the <Term word="logging-channel">logging channel</Term>:
          only one of them may <Term word="go-live">go live</Term>.
        </Step>
      </ol>
    </>
  );
}
