import type { SettingsView } from "@entobot/contract/settings";
import { findSetting } from "../settings/settings-view.ts";

export const limitKeys = {
  enabled: "enterprise.rate_limit_enabled",
  requests: "enterprise.rate_limit_requests",
  seconds: "enterprise.rate_limit_window_seconds",
} as const;

export interface Limits {
  readonly on: boolean;
  readonly requests: number;
  readonly seconds: number;
  /** At least one of its three settings may be changed here. */
  readonly editable: boolean;
  /** Where it was set; of several places, the one that this console cannot change. */
  readonly origin: string;
}

export function limitsOf(view: SettingsView): Limits {
  const all = Object.values(limitKeys).flatMap((key) => findSetting(view, key) ?? []);
  const fixed = all.find(({ editable }) => !editable);
  const value = (key: string) => findSetting(view, key)?.value;
  return {
    on: value(limitKeys.enabled) === true,
    requests: Number(value(limitKeys.requests)),
    seconds: Number(value(limitKeys.seconds)),
    editable: all.some(({ editable }) => editable),
    origin: (fixed ?? all.find(({ origin }) => origin !== "default") ?? all[0])?.origin ?? "default",
  };
}
