import type { Json } from "../pure/json.ts";
import type { Written } from "./parse-json.ts";

const reference = /\$\{([^}]*)\}/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What the file says, in plain JSON, and whether a variable supplied all of it. */
export interface Expanded {
  readonly value: Json;
  /** The whole text was one `${NAME}`: a number or a yes/no may be written that way. */
  readonly fromVariable: boolean;
}

/** The names that a text refers to: what has to be read before the file can be understood. */
export function referredVariables(text: string): string[] {
  return [...text.matchAll(reference)]
    .map((match) => match[1] ?? "")
    .filter((name) => variableName.test(name));
}

/**
 * Replaces `${NAME}` in every string of a value of the operator's own file. What a variable holds is not
 * looked at again, so a value cannot refer to another variable.
 */
export function expandVariables(
  written: Written,
  environment: Readonly<Record<string, string>>,
  report: (message: string) => void,
): Expanded {
  const value = expandValue(written, environment, report);
  const text = written.value;
  return { value, fromVariable: typeof text === "string" && /^\$\{[^}]*\}$/.test(text) };
}

function expandValue(
  written: Written,
  environment: Readonly<Record<string, string>>,
  report: (message: string) => void,
): Json {
  const { value } = written;
  if (typeof value === "string") return expandText(value, environment, report);
  if (Array.isArray(value)) return value.map((item: Written) => expandValue(item, environment, report));
  if (value instanceof Map) {
    const plain: Record<string, Json> = Object.create(null) as Record<string, Json>;
    for (const [key, entry] of value as Map<string, { written: Written }>) {
      plain[key] = expandValue(entry.written, environment, report);
    }
    return plain;
  }
  return value as null | boolean | number;
}

function expandText(
  text: string,
  environment: Readonly<Record<string, string>>,
  report: (message: string) => void,
): string {
  return text.replace(reference, (_, name: string) => {
    if (!variableName.test(name)) {
      report("refers to a variable by an impossible name: use letters, digits and underscores.");
      return "";
    }
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (value === undefined || value === "") {
      report(`refers to the environment variable ${name}, which is ${value === "" ? "empty" : "not set"}.`);
      return "";
    }
    return value;
  });
}
