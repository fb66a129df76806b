import type { Json, JsonObject } from "../pure/json.ts";

const maxDepth = 8;

/**
 * Details as the record can hold them: half characters are replaced, `undefined` members are left out. Everything else
 * that JSON cannot say is a mistake of the calling code and is refused by `canonicalJson`.
 */
export function cleanDetails(details: JsonObject): { [key: string]: Json } {
  return cleanObject(details, 0);
}

function cleanObject(object: JsonObject, depth: number): { [key: string]: Json } {
  if (depth > maxDepth) throw new TypeError(`details are nested deeper than ${maxDepth}`);
  // A null prototype: a member named `__proto__` is a member like any other.
  const cleaned: { [key: string]: Json } = Object.create(null);
  for (const [key, value] of Object.entries(object)) {
    if (value !== undefined) cleaned[key.toWellFormed()] = cleanValue(value, depth + 1);
  }
  return cleaned;
}

function cleanValue(value: Json, depth: number): Json {
  if (typeof value === "string") return value.toWellFormed();
  if (value === null || typeof value !== "object") return value;
  if (depth > maxDepth) throw new TypeError(`details are nested deeper than ${maxDepth}`);
  if (isList(value)) return value.map((item) => cleanValue(item, depth + 1));
  return cleanObject(value, depth);
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
