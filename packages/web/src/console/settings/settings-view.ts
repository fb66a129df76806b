import type { SettingsView, SettingView } from "@entobot/contract/settings";
import { settingWords } from "./setting-words.ts";

export { sentence } from "../../shell/words-for-errors.ts";

export const findSetting = (view: SettingsView | undefined, key: string): SettingView | undefined =>
  view?.items.find((setting) => setting.key === key);

export const nameOf = (key: string): string => settingWords[key]?.name ?? key;

/** A value as a person reads it. */
export function valueWords({ key, secret, set, value }: SettingView): string {
  if (secret) return set ? "set, never shown" : "not set";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (isEmpty(value)) return settingWords[key]?.unset ?? "not set";
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** Where a value comes from, as the rest of a line. */
export function originWords(origin: string): string {
  if (origin === "default") return "default";
  return origin === "the console" ? "set here" : `set by ${origin}`;
}
