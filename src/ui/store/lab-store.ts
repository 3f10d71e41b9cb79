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
  /** Batches sent per second of lab time, over about the last second. */
  readonly batchesPerSecond: number;
  /** `performance.now()` when this copy was made, to extrapolate lab time between two copies. */
  readonly copiedAtMs: number;
}

export type LabStore = StoreApi<LabMirror>;

const copyEveryMs = 125;

interface Sample {
  readonly labMs: number;
  readonly count: number;
}

const rateWindowMs = 1000;

/** How fast a counter grows per second of lab time. The counter may begin anew. */
export function createRate(): (sample: Sample) => number {
  let samples: readonly Sample[] = [];
  return (sample) => {
    const last = samples.at(-1);
    if (last && (sample.count < last.count || sample.labMs < last.labMs)) samples = [];
    if (!last || sample.labMs > last.labMs) samples = [...samples, sample];
    const firstInside = samples.findIndex(({ labMs }) => sample.labMs - labMs <= rateWindowMs);
    samples = samples.slice(Math.max(0, Math.min(firstInside, samples.length - 2)));
    const first = samples[0];
    if (!first || sample.labMs <= first.labMs) return 0;
    return ((sample.count - first.count) * 1000) / (sample.labMs - first.labMs);
  };
}

function copyOf(model: LabModel, rate: (sample: Sample) => number): LabMirror {
  const state = model.state();
  const batchesPerSecond = rate({ labMs: state.time.labMs, count: state.channel.sentBatches });
  return {
    state,
    progress: model.progress,
    picture: model.channelPicture(),
    batchesPerSecond,
    copiedAtMs: performance.now(),
  };
}

/** Creates the mirror and keeps it fresh until `stop` is called. */
export function createLabStore(model: LabModel): { readonly store: LabStore; readonly stop: () => void } {
  const rate = createRate();
  const store = createStore<LabMirror>(() => copyOf(model, rate));
  let timer: ReturnType<typeof setTimeout> | null = null;
  const copy = () => {
    timer = null;
    store.setState(copyOf(model, rate), true);
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
