/**
 * Questions to hosts that wait for their answer. A host that is gone answers none, and whoever waits for it is told so.
 * Must not know what is asked.
 */
import type { HostId } from '../../ft/host-id.ts';

export class HostQuestions<Answer> {
  private readonly waiting = new Map<number, { readonly host: HostId; readonly done: (answer: Answer) => void }>();
  private readonly ifGone: Answer;
  private last = 0;

  /** @param ifGone the answer in place of a host that cannot give one any more */
  constructor(ifGone: Answer) {
    this.ifGone = ifGone;
  }

  /** @param send puts the question to the host, under its number */
  async ask(host: HostId, send: (request: number) => void): Promise<Answer> {
    const request = ++this.last;
    return new Promise((done) => {
      this.waiting.set(request, { host, done });
      send(request);
    });
  }

  /** Numbers that nobody waits for any more are ignored. */
  answer(request: number, answer: Answer): void {
    this.waiting.get(request)?.done(answer);
    this.waiting.delete(request);
  }

  giveUp(host: HostId): void {
    for (const [request, waiting] of this.waiting) if (waiting.host === host) this.answer(request, this.ifGone);
  }
}
