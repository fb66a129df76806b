import type { Json } from "../pure/json.ts";

/**
 * The one text of a JSON value: JSON Canonicalization Scheme (RFC 8785). Keys stand in the order of their UTF-16
 * code units (§3.2.3); strings and numbers are written as ECMAScript writes them (§3.2.2), which JSON.stringify does.
 * What JSON cannot say is refused instead of being changed: undefined, NaN, infinities, lone surrogates, classes.
 */
export function canonicalJson(value: Json): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError("a number that JSON cannot say");
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      return isList(value) ? list(value) : members(value);
    default:
      throw new TypeError(`JSON cannot say ${typeof value}`);
  }
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

function list(items: readonly Json[]): string {
  let text = "[";
  // Not `map`: it skips holes, and a hole must be refused.
  for (let i = 0; i < items.length; i++) text += (i ? "," : "") + canonicalJson(items[i] as Json);
  return `${text}]`;
}

function members(object: { readonly [key: string]: Json }): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError("JSON cannot say a class");
  let text = "";
  for (const key of Object.keys(object).sort()) {
    text += `${text ? "," : ""}${quote(key)}:${canonicalJson(object[key] as Json)}`;
  }
  return `{${text}}`;
}

function quote(text: string): string {
  if (!text.isWellFormed()) throw new TypeError("a text with half a character (lone surrogate)");
  return JSON.stringify(text);
}
