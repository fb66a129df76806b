import type { SettingsView, SettingView } from "@entobot/contract/settings";

/** The SDK leaves the shape of the settings to this page; it is contract's `SettingsView`. */
export const settingsOf = (value: unknown): readonly SettingView[] =>
  (value as SettingsView | undefined)?.items ?? [];

export const findSetting = (value: unknown, key: string): SettingView | undefined =>
  settingsOf(value).find((setting) => setting.key === key);

/** A value as a person reads it. */
export function valueWords(setting: SettingView): string {
  if (setting.secret) return setting.set ? "set, never shown" : "not set";
  if (setting.value === null || setting.value === undefined) return "not set";
  return typeof setting.value === "string" ? setting.value || "empty" : JSON.stringify(setting.value);
}
