import { describe, expect, test } from 'vitest';
import { createRandom } from '../../thread/seeded-random.ts';
import { parseClientReport } from '../client/client-report.ts';
import { History } from './history.ts';
import { incremented } from './operation.ts';

/** Each line at its number in milliseconds. */
function historyOf(...lines: string[]) {
  const history = new History(() => undefined);
  lines.forEach((line, index) => history.take(parseClientReport(line)!, index));
  return history.figures(lines.length);
}

describe('what a client saw', () => {
  test('requests, replies, latency and the last reply', () => {
    const figures = historyOf('C 0', 'Q 1 0 INCR hits', 'R 1 0 OK 1', 'Q 2 0 GET hits', 'R 2 0 OK 1', 'Q 3 0 PING');
    expect(figures).toMatchObject({
      requests: 3,
      replies: 2,
      outstanding: 1,
      connections: 1,
      reconnects: 0,
      lastReply: 'OK 1',
    });
    expect(figures.latency).toEqual({ lastMs: 1, medianMs: 1, p99Ms: 1 });
    expect(figures.recent.at(-1)).toEqual({ atMs: 5, request: 'PING', reply: null, latencyMs: null });
    expect(figures.noWriteLost).toEqual({ holds: true, checked: 2 });
    expect(figures.linearizable).toEqual({ holds: true, checked: 2 });
  });

  test('a counter may start anywhere: the disk remembers', () => {
    expect(historyOf('Q 1 0 INCR hits', 'R 1 0 OK 41', 'Q 2 0 INCR hits', 'R 2 0 OK 42').linearizable.holds).toBe(true);
  });

  test.each([
    [
      'a count repeats',
      ['Q 1 0 INCR hits', 'R 1 0 OK 7', 'Q 2 0 INCR hits', 'R 2 0 OK 7'],
      'INCR hits → 7, after INCR hits → 7',
    ],
    [
      'a written value is gone',
      ['Q 1 0 SET k 5', 'R 1 0 OK 5', 'Q 2 0 GET k', 'R 2 0 NIL'],
      'GET k → NIL, after SET k 5 → 5',
    ],
    [
      'an older value is read',
      ['Q 1 0 SET k 5', 'R 1 0 OK 5', 'Q 2 0 SET k 6', 'R 2 0 OK 6', 'Q 3 0 GET k', 'R 3 0 OK 5'],
      'GET k → 5, after SET k 6',
    ],
  ])('%s: an acknowledged write was lost, with the evidence', (_, lines, evidence) => {
    const figures = historyOf(...lines);
    expect(figures.noWriteLost.holds).toBe(false);
    expect(figures.noWriteLost.note).toContain(evidence);
    expect(figures.linearizable.holds).toBe(false);
  });

  test('a counter that jumps is not linearizable, though no write was lost', () => {
    const figures = historyOf('Q 1 0 INCR hits', 'R 1 0 OK 7', 'Q 2 0 INCR hits', 'R 2 0 OK 9');
    expect(figures.noWriteLost.holds).toBe(true);
    expect(figures.linearizable).toEqual({ holds: false, checked: 2, note: 'INCR hits → 9, but the key was 7' });
  });

  test('a request whose connection was lost may have taken effect, or not', () => {
    const before = ['C 0', 'Q 1 0 INCR hits', 'R 1 0 OK 7', 'Q 2 0 INCR hits', 'X 0 closed', 'C 0', 'Q 3 0 INCR hits'];
    for (const [reply, holds] of [
      ['OK 8', true],
      ['OK 9', true],
      ['OK 10', false],
    ] as const) {
      const figures = historyOf(...before, `R 3 0 ${reply}`);
      expect(figures.linearizable.holds).toBe(holds);
      expect(figures).toMatchObject({ reconnects: 1, errors: ['Connection 0 was lost: closed.'] });
    }
  });

  test('the longest gap spans a lost connection, ends with a reply, and can be reset', () => {
    const history = new History(() => undefined);
    const at = (labMs: number, line: string): void => history.take(parseClientReport(line)!, labMs);
    at(0, 'Q 1 0 PING');
    at(300, 'X 0 closed');
    at(400, 'Q 2 0 PING');
    expect(history.figures(600).longestGapMs).toBe(600);
    at(700, 'R 2 0 OK pong');
    at(5000, 'Q 3 0 PING');
    at(5010, 'R 3 0 OK pong');
    expect(history.figures(6000).longestGapMs).toBe(700);
    history.resetGap(6000);
    expect(history.figures(7000).longestGapMs).toBe(0);
  });

  test('datagrams: a duplicate reply is counted, and what they touch proves nothing', () => {
    const figures = historyOf('V 1 INCR atm', 'U 1 OK 1', 'U 1 OK 1', 'Q 2 0 GET atm', 'R 2 0 OK 9');
    expect(figures).toMatchObject({ datagrams: 1, udpReplies: 1, udpDuplicates: 1 });
    expect(figures.linearizable).toEqual({ holds: true, checked: 0 });
  });

  test('lines that are no reports are recognised as such', () => {
    for (const line of ['', 'Q', 'Q x 0 GET a', 'R 1', '[    0.1] Linux', 'I am', 'C -1'])
      expect(parseClientReport(line)).toBeNull();
  });
});

/** Clients against one key, each request taking effect at a random instant between its request and its reply. */
function simulate(seed: number, harm: 'none' | 'loses-a-write'): ReturnType<typeof historyOf> {
  const random = createRandom(seed);
  const lines: string[] = [];
  const waiting = new Map<number, { id: number; verb: number; reply: string | null }>();
  let value: string | null = null;
  let effects = 0;
  for (let id = 1; lines.length < 300;) {
    const connection = Math.floor(random() * 4);
    const request = waiting.get(connection);
    if (request === undefined) {
      // A SET would hide what was lost before it.
      const verb = Math.floor(random() * (harm === 'none' ? 3 : 2));
      lines.push(`Q ${id} ${connection} ${['INCR k', 'GET k', `SET k ${id * 1000}`][verb]}`);
      waiting.set(connection, { id: id++, verb, reply: null });
    } else if (request.reply === null) {
      if (harm === 'loses-a-write' && ++effects === 40) value = '0';
      if (request.verb === 0) value = incremented(value);
      if (request.verb === 2) value = String(request.id * 1000);
      request.reply = value === null ? 'NIL' : `OK ${value}`;
    } else if (random() < 0.02) {
      lines.push(`X ${connection} closed`, `C ${connection}`);
      waiting.delete(connection);
    } else {
      lines.push(`R ${request.id} ${connection} ${request.reply}`);
      waiting.delete(connection);
    }
  }
  return historyOf(...lines);
}

describe('linearizability of many clients on one key', () => {
  test('what one key really did is always accepted', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const figures = simulate(seed, 'none');
      expect([seed, figures.linearizable.note, figures.noWriteLost.note]).toEqual([seed, undefined, undefined]);
      expect(figures.linearizable.checked).toBeGreaterThan(100);
    }
  });

  test('a key that fell back to an old value is found out', () => {
    for (let seed = 1; seed <= 20; seed++)
      expect([seed, simulate(seed, 'loses-a-write').linearizable.holds]).toEqual([seed, false]);
  });
});
