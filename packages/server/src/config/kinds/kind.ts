import { isAbsolute, resolve } from "node:path";
import type { Json } from "../../pure/json.ts";

/** Why a value cannot be taken, as the rest of a sentence: "must be …". It never repeats the value. */
export class Refused {
  readonly words: string;

  constructor(words: string) {
    this.words = words;
  }
}

export interface Reading {
  /** Relative paths start here: the folder of the configuration file. */
  readonly folder: string;
  /** The text came from a variable as a whole, so "18790" may be a number and "true" a yes. */
  readonly fromVariable: boolean;
}

/** How a value of one kind is read. `name` is what the guide and the messages call it. */
export interface Kind<T> {
  readonly name: string;
  read(value: Json, reading: Reading): T | Refused;
}

export function kind<T>(name: string, read: (value: Json, reading: Reading) => T | undefined): Kind<T> {
  return { name, read: (value, reading) => read(value, reading) ?? new Refused(`must be ${name}.`) };
}

export const yesNo: Kind<boolean> = kind("true or false", (value, { fromVariable }) => {
  if (typeof value === "boolean") return value;
  return fromVariable && (value === "true" || value === "false") ? value === "true" : undefined;
});

function numberOf(value: Json, { fromVariable }: Reading): number | undefined {
  if (typeof value === "number") return value;
  const decimal = fromVariable && typeof value === "string" && /^-?\d{1,15}(\.\d{1,15})?$/.test(value);
  return decimal ? Number(value) : undefined;
}

export const number = (min: number, max: number): Kind<number> =>
  kind(`a number from ${min} to ${max}`, (value, reading) => {
    const found = numberOf(value, reading);
    return found !== undefined && found >= min && found <= max ? found : undefined;
  });

export const integer = (min: number, max: number): Kind<number> =>
  kind(`a whole number from ${min} to ${max}`, (value, reading) => {
    const found = numberOf(value, reading);
    return Number.isSafeInteger(found) && found !== undefined && found >= min && found <= max
      ? found
      : undefined;
  });

export const port: Kind<number> = integer(0, 65535);

export const oneOf = <const T extends string>(...names: readonly T[]): Kind<T> =>
  kind(
    names.length === 1 ? `"${names[0]}"` : `one of ${names.map((name) => `"${name}"`).join(", ")}`,
    (value) => names.find((name) => name === value),
  );

/** Control characters and what reorders text (Unicode TR36 §3) would make a log line or a screen lie. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

export const text = (max: number): Kind<string> =>
  kind(`a text of 1 to ${max} characters on one line`, (value) =>
    typeof value === "string" && value.trim() !== "" && value.length <= max && !unsafe.test(value)
      ? value.trim()
      : undefined,
  );

/** Like `text`, and empty is fine. */
export const label = (max: number): Kind<string> =>
  kind(`a text of at most ${max} characters on one line`, (value) =>
    typeof value === "string" && value.length <= max && !unsafe.test(value) ? value.trim() : undefined,
  );

export const path: Kind<string> = {
  name: "a path",
  read(value, { folder }) {
    if (typeof value !== "string" || value === "" || value.length > 4096 || unsafe.test(value)) {
      return new Refused("must be a path.");
    }
    if (value.startsWith("~")) return new Refused("must be a whole path: ~ is not understood here.");
    return isAbsolute(value) ? resolve(value) : resolve(folder, value);
  },
};

/** A list, or one item alone. Every item is judged by itself; the message says which one is wrong. */
export const listOf = <T>(item: Kind<T>, max: number, alone = false): Kind<readonly T[]> => ({
  name: alone ? `${item.name}, or a list of them` : `a list, each ${item.name}`,
  read(value, reading) {
    const items = alone && typeof value === "string" ? [value] : value;
    if (!Array.isArray(items)) return new Refused(`must be ${this.name}.`);
    if (items.length > max) return new Refused(`may hold at most ${max} items.`);
    const found: T[] = [];
    for (const [index, written] of (items as readonly Json[]).entries()) {
      const read = item.read(written, reading);
      if (read instanceof Refused) return new Refused(`[${index}] ${read.words}`);
      if (!found.includes(read)) found.push(read);
    }
    return found;
  },
});
