/** The page's table of commands together with the lab's own: no id or key means two things. */
import { describe, expect, it } from 'vitest';
import { countRulesOff, labBindings, pageCommands } from './commands.ts';
import { fixtureState } from './testing/fixture-state.ts';

function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe('page commands', () => {
  it('have each id and each key once', () => {
    expect(repeated(pageCommands.map((command) => command.id))).toEqual([]);
    expect(repeated(pageCommands.flatMap((command) => command.bindings ?? []).map((key) => key.toLowerCase()))).toEqual(
      [],
    );
  });

  it('show a key exactly when they have one', () => {
    const shownOnly = pageCommands.filter((command) => command.bindings && !command.key);
    expect(shownOnly).toEqual([]);
  });

  it('win over the lab’s command on the same key, and leave it its other keys', () => {
    const info = { label: '', help: '' };
    const lab = [
      { ...info, id: 'crash', key: 'K' },
      { ...info, id: 'export', key: 'e' },
      { ...info, id: 'reset' },
    ];
    expect(labBindings(lab).map((command) => command.id)).toEqual(['export']);
  });

  it('count as off what is not as in the paper, also a switch that only weakens it', () => {
    const state = fixtureState;
    expect(countRulesOff({ ...state, rules: { outputRule: true, weakOutputRule: false } })).toBe(0);
    expect(countRulesOff({ ...state, rules: { outputRule: false, weakOutputRule: true } })).toBe(2);
  });
});
