/**
 * JSON with line numbers: `JSON.parse` for people who write the text by hand, so that an error in it, or in what it
 * means, can name the line. Must not know what the JSON is about.
 */
export type JsonPath = readonly (string | number)[];

export interface LocatedJson {
  readonly value: unknown;
  /** Line, from 1, of what is at the path, or of the nearest thing around it. */
  lineOf(path: JsonPath): number;
}

const space = /[ \t\r]*/y;
const literal = /-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false|null/y;
// A string of JSON has no control characters: what it must not match has to be named.
// oxlint-disable-next-line no-control-regex
const quoted = /"([^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y;

/** @throws SyntaxError that begins with the line */
export function parseLocated(text: string): LocatedJson {
  const reader = new Reader(text);
  const value = reader.document();
  return {
    value,
    lineOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const line = reader.lines.get(JSON.stringify(path.slice(0, length)));
        if (line !== undefined) return line;
      }
      return 1;
    },
  };
}

class Reader {
  readonly lines = new Map<string, number>();
  private at = 0;
  private line = 1;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): unknown {
    const value = this.value([]);
    if (this.peek() !== undefined) throw this.error('there is more text after the end');
    return value;
  }

  private value(path: JsonPath): unknown {
    const next = this.peek();
    if (!this.lines.has(JSON.stringify(path))) this.lines.set(JSON.stringify(path), this.line);
    if (next === '{') return this.object(path);
    if (next === '[') return this.array(path);
    const word = this.match(next === '"' ? quoted : literal);
    if (word === null) throw this.error('expected a value: a text in "…", a number, true, false, null, {…} or […]');
    return JSON.parse(word);
  }

  private object(path: JsonPath): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    this.take('{');
    if (this.peek() === '}') return (this.take('}'), result);
    for (;;) {
      this.peek();
      const { line } = this;
      const key = this.match(quoted);
      if (key === null) throw this.error('expected a name in "…"; the last entry has no comma after it');
      const name = JSON.parse(key) as string;
      if (Object.hasOwn(result, name)) throw this.error(`“${name}” is there twice`);
      this.lines.set(JSON.stringify([...path, name]), line);
      this.take(':');
      Object.defineProperty(result, name, {
        value: this.value([...path, name]),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      if (this.peek() === '}') return (this.take('}'), result);
      this.take(',', 'or }');
    }
  }

  private array(path: JsonPath): unknown[] {
    const result: unknown[] = [];
    this.take('[');
    if (this.peek() === ']') return (this.take(']'), result);
    for (;;) {
      result.push(this.value([...path, result.length]));
      if (this.peek() === ']') return (this.take(']'), result);
      this.take(',', 'or ]');
    }
  }

  /** The next character that is not space. */
  private peek(): string | undefined {
    for (;;) {
      this.match(space);
      if (this.text[this.at] !== '\n') return this.text[this.at];
      this.at++;
      this.line++;
    }
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }

  private take(character: string, alternative = ''): void {
    if (this.peek() !== character) throw this.error(`expected ${character} ${alternative}`.trimEnd());
    this.at++;
  }

  private error(what: string): SyntaxError {
    return new SyntaxError(`line ${this.line}: ${what}`);
  }
}
