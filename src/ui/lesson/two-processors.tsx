/**
 * A model, labelled as one: two processors that add to the same counter, with every interleaving chosen anew. The lab's VMs
 * have one processor, as the paper's have; this shows in small why (lecture: “no multiprocessors”).
 */
import { useState } from 'react';

type Instruction = 'load' | 'add' | 'store';
interface Run {
  readonly order: readonly string[];
  readonly result: number;
}

const program: readonly Instruction[] = ['load', 'add', 'store'];

/** Runs `counter = counter + 1` on two processors; `pick` says whose turn it is. */
export function interleave(pick: () => 0 | 1): Run {
  let counter = 0;
  const registers = [0, 0];
  const next = [0, 0];
  const order: string[] = [];
  while (order.length < 2 * program.length) {
    const wanted = pick();
    const cpu = (next[wanted] ?? 0) < program.length ? wanted : 1 - wanted;
    const at = next[cpu] ?? 0;
    const instruction = program[at];
    next[cpu] = at + 1;
    if (instruction === 'load') registers[cpu] = counter;
    else if (instruction === 'add') registers[cpu] = (registers[cpu] ?? 0) + 1;
    else counter = registers[cpu] ?? 0;
    order.push(`${cpu === 0 ? 'p' : 'q'}:${instruction ?? ''}`);
  }
  return { order, result: counter };
}

function randomTurn(): 0 | 1 {
  return Math.random() < 0.5 ? 0 : 1;
}

export function TwoProcessors() {
  const [runs, setRuns] = useState<readonly Run[]>([]);
  return (
    <section className="card model" aria-label="Model of two processors" data-testid="two-processors">
      <p>
        <span className="pill quiet">model, not the lab</span> Processors p and q both add 1 to a counter of 0.
      </p>
      <ol className="mono runs">
        {runs.map((run, index) => (
          // Runs have no identity but their number.
          <li key={`${index} ${run.order.join()}`}>
            {run.order.join(' ')} → <b className={run.result === 2 ? '' : 'harm'}>{run.result}</b>
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="button small"
        onClick={() => setRuns([...runs, interleave(randomTurn)].slice(-5))}
      >
        Run the same program again
      </button>
    </section>
  );
}
