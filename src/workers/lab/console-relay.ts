/** Terminals stay when the lab starts anew: the console behind them changes. Must not know why. */
import { ConsoleStore } from './console-store.ts';
import type { ConsoleFeed } from './model.ts';

export class ConsoleRelay implements ConsoleFeed {
  private store = new ConsoleStore();
  private stop: () => void = () => {};
  private readonly listeners = new Set<(bytes: Uint8Array | null) => void>();

  follow(store: ConsoleStore): void {
    this.stop();
    this.store = store;
    this.stop = store.subscribe((bytes) => {
      for (const listener of this.listeners) listener(bytes);
    });
    for (const listener of this.listeners) listener(null);
  }

  history(): Uint8Array {
    return this.store.history();
  }

  subscribe(listener: (bytes: Uint8Array | null) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
