import { limits } from "@entobot/contract/limits";
import { Failure } from "./failure.ts";
import type { Json } from "./json.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const quote = 0x22;
const backslash = 0x5c;

/** Names through which a careless merge would reach a prototype. No schema of ours has them. */
const refusedKeys = new Set(["__proto__", "constructor", "prototype"]);

/**
 * What a stranger sent, as JSON (RFC 8259) with I-JSON's strictness (RFC 7493): UTF-8, no duplicate key, no lone
 * surrogate, bounded depth and number of keys. The scan below walks the text once, without recursion, before the
 * parser builds anything; it judges structure only, grammar is the parser's.
 */
export function parseStrictJson(bytes: Uint8Array): Json {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (cause) {
    throw new Failure("invalid_json", { detail: "not UTF-8", cause });
  }
  scan(text);
  try {
    return JSON.parse(text) as Json;
  } catch {
    // The parser's message quotes what was sent: it goes nowhere.
    throw new Failure("invalid_json", { detail: "not JSON" });
  }
}

function scan(text: string): void {
  /** One entry a level: the keys seen so far in an object (null until the first), false for an array. */
  const levels: (Set<string> | null | false)[] = [];
  let keys = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case quote: {
        const end = closingQuote(text, i);
        const literal = text.slice(i, end + 1);
        const escaped = literal.includes("\\");
        const level = levels.length - 1;
        if (levels[level] !== false && level >= 0 && isKey(text, end + 1)) {
          if (++keys > limits.jsonKeys) refuse("too many keys");
          const key = escaped ? literalValue(literal) : literal.slice(1, -1);
          const seen = levels[level] || new Set<string>();
          if (seen.has(key)) refuse("duplicate key");
          if (refusedKeys.has(key)) refuse("refused key");
          levels[level] = seen.add(key);
        } else if (escaped && !literalValue(literal).isWellFormed()) {
          refuse("lone surrogate");
        }
        i = end;
        break;
      }
      case 0x7b: // {
        levels.push(null);
        if (levels.length > limits.jsonDepth) refuse("too deep");
        break;
      case 0x5b: // [
        levels.push(false);
        if (levels.length > limits.jsonDepth) refuse("too deep");
        break;
      case 0x7d: // }
      case 0x5d: // ]
        levels.pop();
        break;
      case 0x2c: // a comma: array items count too, so that no document expands without bound
        if (++keys > 4 * limits.jsonKeys) refuse("too many items");
        break;
    }
  }
}

function closingQuote(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === backslash) i++;
    else if (code === quote) return i;
  }
  return refuse("open string");
}

function isKey(text: string, from: number): boolean {
  let i = from;
  while (i < text.length && text.charCodeAt(i) <= 0x20) i++;
  return text.charCodeAt(i) === 0x3a;
}

function literalValue(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return refuse("bad escape");
  }
}

function refuse(detail: string): never {
  throw new Failure("invalid_json", { detail });
}
