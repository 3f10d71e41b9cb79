/**
 * The states of a replica, and every legal transition between them in one table. Paper sections 2, 2.3, 3.1, 3.3.
 */

/**
 * `starting`: a machine is being made, or the target of FT VMotion waits for the commit. `draining`: a backup whose
 * primary is lost executes what it holds. `waiting`: test-and-set was asked and not answered. `live-alone`: goes without
 * a backup. `halted`: stopped for good.
 */
export type Role = 'spare' | 'starting' | 'primary' | 'backup' | 'draining' | 'waiting' | 'live-alone' | 'halted';

export const legalTransitions: Readonly<Record<Role, readonly Role[]>> = {
  spare: ['starting', 'waiting', 'halted'],
  starting: ['primary', 'backup', 'live-alone', 'waiting', 'draining', 'spare', 'halted'],
  primary: ['waiting', 'live-alone', 'starting', 'halted'],
  backup: ['draining', 'waiting', 'live-alone', 'spare', 'halted'],
  draining: ['waiting', 'live-alone', 'spare', 'halted'],
  waiting: ['live-alone', 'starting', 'spare', 'halted'],
  'live-alone': ['primary', 'starting', 'waiting', 'halted'],
  halted: [],
};

/** Whether the VM of this role talks to the outside world. */
export const isLive = (role: Role): boolean => role === 'primary' || role === 'live-alone';
