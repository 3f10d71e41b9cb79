/** Gives components the lab: its model, its mirrored state, and a way to run commands whose refusals a person gets to read. */
import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { LabState } from '../../workers/lab/lab.ts';
import type { LabModel } from '../../workers/lab/model.ts';
import { createLabStore, type LabMirror, type LabStore } from './lab-store.ts';
import { setView } from './view-store.ts';

interface LabAccess {
  readonly model: LabModel;
  readonly store: LabStore;
}

const LabContext = createContext<LabAccess | null>(null);

export function LabProvider({ model, children }: { readonly model: LabModel; readonly children: ReactNode }) {
  const [mirror] = useState(() => createLabStore(model));
  useEffect(() => () => mirror.stop(), [mirror]);
  return <LabContext value={{ model, store: mirror.store }}>{children}</LabContext>;
}

function useAccess(): LabAccess {
  const access = useContext(LabContext);
  if (!access) throw new Error('This component needs a LabProvider above it.');
  return access;
}

export function useModel(): LabModel {
  return useAccess().model;
}

export function useLabStore(): LabStore {
  return useAccess().store;
}

/** Part of the mirrored state; renders again when that part changed. */
export function useLab<T>(select: (state: LabState) => T): T {
  return useStore(useAccess().store, (mirror) => select(mirror.state));
}

export function useMirror<T>(select: (mirror: LabMirror) => T): T {
  return useStore(useAccess().store, select);
}

/** Something of the model that is replaced when the lab starts anew; renders again when it was. */
export function useObserved<T>(select: (model: LabModel) => T): T {
  const { model, store } = useAccess();
  return useStore(store, () => select(model));
}

/** Runs a command of the lab. What it refuses is said on the page, in the lab's own words. */
export type Act = (id: string, parameters?: object) => void;

export function createAct(model: LabModel): Act {
  return (id, parameters) => {
    model.run(id, parameters).then(
      () => setView({ notice: '' }),
      (error: unknown) => setView({ notice: error instanceof Error ? error.message : String(error) }),
    );
  };
}

export function useAct(): Act {
  const { model } = useAccess();
  return useCallback((id, parameters) => createAct(model)(id, parameters), [model]);
}
