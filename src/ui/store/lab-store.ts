/**
 * A mirror of the lab's state at a handful of hertz. The lab may report every frame; React renders from this copy, so its
 * work stays bounded. Knows nothing of components.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabState } from '../../workers/lab/lab.ts';
import type { ChannelPicture, LabModel, StartProgress } from '../../workers/lab/model.ts';

export interface LabMirror {
  readonly state: LabState;
  readonly progress: StartProgress;
  readonly picture: ChannelPicture;
  /** `performance.now()` when this copy was made, to extrapolate lab time between two copies. */
  readonly copiedAtMs: number;
}

export type LabStore = StoreApi<LabMirror>;

const copyEveryMs = 125;

function copyOf(model: LabModel): LabMirror {
  return { state: model.state(), progress: model.progress, picture: model.channelPicture(), copiedAtMs: performance.now() };
}

/** Creates the mirror and keeps it fresh until `stop` is called. */
export function createLabStore(model: LabModel): { readonly store: LabStore; readonly stop: () => void } {
  const store = createStore<LabMirror>(() => copyOf(model));
  let timer: ReturnType<typeof setTimeout> | null = null;
  const copy = () => {
    timer = null;
    store.setState(copyOf(model), true);
  };
  const unsubscribe = model.subscribe(() => {
    timer ??= setTimeout(copy, Math.max(0, copyEveryMs - (performance.now() - store.getState().copiedAtMs)));
  });
  return {
    store,
    stop: () => {
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Lab time now, in milliseconds: the last copy's time, carried on at the lab's speed. */
export function labNowMs(mirror: LabMirror): number {
  const { labMs, speed, paused } = mirror.state.time;
  if (paused) return labMs;
  return labMs + Math.min(1000, performance.now() - mirror.copiedAtMs) * speed;
}
