/**
 * What comes into a virtual machine from outside, and what it asks of the outside: the two sides of the state machine
 * that deterministic replay reproduces. Paper sections 2.1, 3.3, 3.4, 3.5. Knows nothing of v86, ports or threads.
 */

/** A change that the hypervisor makes to its VM, sent as a special control entry (3.3). */
export type Control =
  | { readonly kind: 'power-off' }
  /** CPU share of the VM, 1 to 100. Mirrored, so that a backup gets the resources of its primary. */
  | { readonly kind: 'cpu-share-set'; readonly percent: number }
  /** The JIT is off while the guest boots and is switched on at a logged frame. */
  | { readonly kind: 'jit-switched-on' };

/** Delivered between two frames only, in this order on both replicas. */
export type Input =
  | { readonly kind: 'console-input'; readonly port: 0 | 1; readonly bytes: Uint8Array }
  | { readonly kind: 'packet-received'; readonly frame: Uint8Array }
  /** `data` is what was read; null for a write, and for a read in backup-reads mode (4.2). */
  | { readonly kind: 'disk-completed'; readonly operation: number; readonly data: Uint8Array | null }
  | { readonly kind: 'controlled'; readonly control: Control };

/** One operation of the virtual drive. `operation` counts from 1 in the order in which the guest asked. Bytes, not sectors. */
export type DiskOperation =
  | { readonly kind: 'read'; readonly operation: number; readonly start: number; readonly length: number }
  | { readonly kind: 'write'; readonly operation: number; readonly start: number; readonly data: Uint8Array };

/** What leaves the VM for the outside world, and is therefore subject to the Output Rule (2.2). */
export type Output =
  | { readonly kind: 'packet-sent'; readonly frame: Uint8Array }
  | { readonly kind: 'disk-requested'; readonly request: DiskOperation };
