/**
 * Which disk operations race: they touch the same bytes and at least one writes. Racing operations are carried out one
 * after the other in the guest's order, on both sides, so their outcome is the same. Paper section 3.4.
 */
import type { DiskOperation } from '../input.ts';

export interface Extent {
  readonly start: number;
  readonly length: number;
}

export const extentOf = (operation: DiskOperation): Extent => ({
  start: operation.start,
  length: operation.kind === 'read' ? operation.length : operation.data.length,
});

export const overlaps = (a: Extent, b: Extent): boolean => a.start < b.start + b.length && b.start < a.start + a.length;

export const races = (a: DiskOperation, b: DiskOperation): boolean =>
  (a.kind === 'write' || b.kind === 'write') && overlaps(extentOf(a), extentOf(b));
