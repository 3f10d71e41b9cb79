import { describe as suite, expect, it } from 'vitest';
import { parseParameters } from './command.ts';
import { commandTable, describe, findCommand } from './table.ts';

suite('commands', () => {
  it('have ids and keys of their own, and a sentence each', () => {
    const ids = commandTable.map(({ id }) => id);
    const keys = commandTable.flatMap(({ key }) => key ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { help, label } of commandTable) expect([help.endsWith('.'), label.length > 0]).toEqual([true, true]);
  });

  it('are described with a JSON Schema', () => {
    expect(describe(findCommand('crash')).parameters).toMatchObject({
      type: 'object',
      properties: { host: { enum: ['A', 'B', 'C'] } },
    });
  });

  it('an unknown one names those that exist', () => {
    expect(() => findCommand('explode')).toThrow(/no command "explode"\. Commands: pause, .*crash/);
  });

  it('wrong parameters are answered with what is allowed', () => {
    expect(() => parseParameters(findCommand('set-host'), { host: 'D', cpu: 0 })).toThrow(
      /Allowed: host: A, B or C; cpu: percent, 1 to 100/,
    );
    expect(() => parseParameters(findCommand('pause'), { now: true })).toThrow(/Allowed: no parameters/);
  });

  it('defaults are filled in', () => {
    expect(parseParameters(findCommand('cut'), undefined)).toEqual({ link: 'logging', direction: 'both' });
  });
});
