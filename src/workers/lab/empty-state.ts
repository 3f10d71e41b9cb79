/** The state of a lab that has not started: everything starting, nothing counted. */
import { standardConfiguration } from '../../ft/configuration.ts';
import { standardRules } from '../../ft/rules.ts';
import { openLink } from '../thread/link.ts';
import type { LabState } from './lab.ts';
import { buildState } from './lab-state.ts';
import { Observer } from './observer.ts';

/** What a page draws before anything runs. */
export const emptyObserver = new Observer();

export function buildEmptyState(): LabState {
  return buildState({
    observer: emptyObserver,
    rules: standardRules,
    time: { labMs: 0, speed: 1, paused: false },
    logging: openLink,
    redundancy: 'by-hand',
    disk: standardConfiguration.disk,
    clientRuns: false,
  });
}
