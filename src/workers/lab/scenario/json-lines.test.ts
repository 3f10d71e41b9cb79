import fc from 'fast-check';
import { expect, suite, test } from 'vitest';
import { parseLocated } from './json-lines.ts';

suite('JSON with lines', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseLocated(text).value).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  test('refuses what JSON.parse refuses', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', 'true', ' ', '\n', "'", '01', '"\\x"');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        const accepts = (read: (text: string) => unknown): boolean => {
          try {
            read(text);
            return true;
          } catch {
            return false;
          }
        };
        // Names that are there twice are refused only here.
        fc.pre((text.match(/"a"/g)?.length ?? 0) < 2);
        expect(accepts(parseLocated)).toBe(accepts(JSON.parse));
      }),
      { numRuns: 1000 },
    );
  });

  test('knows the line of everything, and of what is around something that is not there', () => {
    const located = parseLocated('{\n  "a": [\n    1,\n    {"b": 2}\n  ]\n}');
    expect(located.lineOf(['a'])).toBe(2);
    expect(located.lineOf(['a', 0])).toBe(3);
    expect(located.lineOf(['a', 1, 'b'])).toBe(4);
    expect(located.lineOf(['a', 1, 'missing', 'deep'])).toBe(4);
    expect(located.lineOf(['missing'])).toBe(1);
  });

  test('errors say the line and what was expected', () => {
    expect(() => parseLocated('{\n"a": 1,\n}')).toThrow(/line 3: expected a name in "…"; the last entry has no comma/);
    expect(() => parseLocated('[1\n 2]')).toThrow(/line 2: expected , or \]/);
    expect(() => parseLocated('{"a": 1,\n"a": 2}')).toThrow(/line 2: “a” is there twice/);
    expect(() => parseLocated('{}\n{}')).toThrow(/line 2: there is more text/);
  });
});
