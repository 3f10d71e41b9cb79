import { expect, test } from 'vitest';
import { changeRole } from './replica/emit.ts';
import { legalTransitions } from './role.ts';
import type { Role } from './role.ts';
import { createNode } from './testing/pair.ts';

const roles = Object.keys(legalTransitions) as Role[];

test('a transition that is not in the table is an error of the program', () => {
  for (const from of roles) {
    for (const to of roles) {
      const { replica } = createNode();
      replica.role = from;
      const change = (): void => changeRole(replica, to, 'a test');
      if (legalTransitions[from].includes(to)) expect(change).not.toThrow();
      else expect(change).toThrow(`a replica that is ${from} cannot become ${to}`);
    }
  }
});

test('nothing comes after halted', () => {
  const node = createNode();
  node.replica.role = 'halted';
  expect(node.do({ kind: 'started', as: 'primary', self: 'A', peer: null, generation: 1 })).toEqual([]);
});
