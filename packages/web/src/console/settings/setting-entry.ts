import type { SettingValue, SettingView } from "@entobot/contract/settings";
import type { EntryKind } from "./setting-words.ts";

/** What stands in the field for a value. */
export function entryOf({ value }: Pick<SettingView, "value">, kind: EntryKind): string {
  if (kind === "yes-no") return value === true ? "on" : "off";
  if (Array.isArray(value)) return value.join("\n");
  return value === null || value === undefined ? "" : String(value);
}

/** The value for what stands in the field. The server judges it: a number that is none goes there as it is. */
export function valueFrom(entry: string, kind: EntryKind): SettingValue {
  const text = entry.trim();
  if (kind === "yes-no") return text === "on";
  if (kind === "lines") return linesOf(entry);
  if (kind === "number") return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  return text;
}

export const linesOf = (entry: string): string[] =>
  entry
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
