import { limits } from "@entobot/contract/limits";

/** Counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A JSON value that remembers where it was written. Objects are maps: no key can reach a prototype. */
export interface Written {
  readonly at: Position;
  readonly value: null | boolean | number | string | readonly Written[] | WrittenObject;
}
export type WrittenObject = ReadonlyMap<string, WrittenEntry>;
export interface WrittenEntry {
  readonly keyAt: Position;
  readonly written: Written;
}

export class JsonFault extends Error {
  override readonly name = "JsonFault";
  readonly at: Position;

  constructor(message: string, at: Position) {
    super(message);
    this.at = at;
  }
}

/**
 * RFC 8259, strictly, for a file that a person writes: duplicate keys (§4 leaves them open) and `__proto__`
 * are refused, depth and number of keys are bounded, and every fault has a line and a column.
 */
export function parseJson(text: string): Written {
  const reader = new Reader(text.startsWith("\ufeff") ? text.slice(1) : text);
  return reader.document();
}

const punctuation = { object: "}", array: "]" } as const;

class Reader {
  readonly #text: string;
  readonly #lineStarts = [0];
  #at = 0;
  #keys = 0;

  constructor(text: string) {
    this.#text = text;
    for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1)) this.#lineStarts.push(i + 1);
  }

  document(): Written {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) this.#fail("nothing may follow the closing brace");
    return value;
  }

  #position(offset = this.#at): Position {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }

  #fail(message: string, offset = this.#at): never {
    throw new JsonFault(message, this.#position(offset));
  }

  #space(): void {
    while (/[ \t\n\r]/.test(this.#text.charAt(this.#at))) this.#at++;
    if (this.#text.charAt(this.#at) === "/" || this.#text.charAt(this.#at) === "#") {
      this.#fail("JSON has no comments");
    }
  }

  #value(depth: number): Written {
    this.#space();
    if (depth > limits.jsonDepth) this.#fail(`nested more than ${limits.jsonDepth} levels deep`);
    const at = this.#position();
    const next = this.#text.charAt(this.#at);
    if (next === "{") return { at, value: this.#object(depth) };
    if (next === "[") return { at, value: this.#array(depth) };
    if (next === '"') return { at, value: this.#string() };
    return { at, value: this.#literal() };
  }

  #object(depth: number): WrittenObject {
    const entries = new Map<string, WrittenEntry>();
    this.#each("object", () => {
      const start = this.#at;
      if (this.#text.charAt(start) !== '"') this.#fail("expected a key in double quotes");
      const key = this.#string();
      if (key === "__proto__") this.#fail("__proto__ is not accepted as a key", start);
      if (entries.has(key)) this.#fail(`the key ${quoteName(key)} stands here twice`, start);
      if (++this.#keys > limits.jsonKeys) this.#fail(`more than ${limits.jsonKeys} keys`, start);
      this.#space();
      if (this.#text.charAt(this.#at) !== ":") this.#fail("expected a colon after the key");
      this.#at++;
      entries.set(key, { keyAt: this.#position(start), written: this.#value(depth + 1) });
    });
    return entries;
  }

  #array(depth: number): readonly Written[] {
    const items: Written[] = [];
    this.#each("array", () => {
      if (++this.#keys > limits.jsonKeys) this.#fail(`more than ${limits.jsonKeys} keys and items`);
      items.push(this.#value(depth + 1));
    });
    return items;
  }

  #each(kind: keyof typeof punctuation, item: () => void): void {
    const close = punctuation[kind];
    this.#at++;
    this.#space();
    if (this.#text.charAt(this.#at) === close) {
      this.#at++;
      return;
    }
    for (;;) {
      item();
      this.#space();
      const next = this.#text.charAt(this.#at);
      if (next !== "," && next !== close) this.#fail(`expected a comma or ${close}`);
      this.#at++;
      if (next === close) return;
      this.#space();
      if (this.#text.charAt(this.#at) === close) this.#fail(`a comma before ${close} is not allowed`);
    }
  }

  #string(): string {
    const start = this.#at;
    const token = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
    token.lastIndex = start;
    const match = token.exec(this.#text);
    if (!match) this.#fail("this text has no closing quote, a bad escape or a raw line break in it");
    this.#at += match[0].length;
    return JSON.parse(match[0]) as string;
  }

  #literal(): null | boolean | number {
    const token = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
    token.lastIndex = this.#at;
    const match = token.exec(this.#text);
    if (!match || /[\w.]/.test(this.#text.charAt(this.#at + match[0].length))) {
      this.#fail(this.#at < this.#text.length ? "expected a JSON value" : "the file ends too early");
    }
    const value = JSON.parse(match[0]) as null | boolean | number;
    if (typeof value === "number" && !Number.isFinite(value)) this.#fail("this number is too large");
    this.#at += match[0].length;
    return value;
  }
}

/** A key as a message may show it: control characters escaped, bounded. */
export function quoteName(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}
