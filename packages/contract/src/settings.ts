import { z } from "zod";

/**
 * One effective setting. A secret shows only whether it is set: `value` is null then. What the file or the
 * environment sets is read-only in the console, and `origin` says where it stands.
 */
export const SettingView = z.object({
  key: z.string(),
  value: z.unknown(),
  secret: z.boolean(),
  set: z.boolean(),
  origin: z.string(),
});
export type SettingView = z.infer<typeof SettingView>;

export const SettingsView = z.object({ items: z.array(SettingView) });
export type SettingsView = z.infer<typeof SettingsView>;
