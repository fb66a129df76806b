import { z } from "zod";
import { limits } from "./limits.ts";
import { line } from "./text.ts";

/**
 * One effective setting. A secret shows only whether it is set: `value` is null then. `origin` says where it was set;
 * `editable`: the console may set it, because neither file nor environment does.
 */
export const SettingView = z.object({
  key: z.string(),
  value: z.unknown(),
  secret: z.boolean(),
  set: z.boolean(),
  origin: z.string(),
  editable: z.boolean(),
});
export type SettingView = z.infer<typeof SettingView>;

export const ProviderView = z.object({
  name: z.string(),
  base_url: z.string(),
  has_key: z.boolean(),
  /** Empty: any model. */
  models: z.array(z.string()),
  origin: z.string(),
  /** The console set it up and may change all of it. Of the others it may at most choose the models. */
  editable: z.boolean(),
});
export type ProviderView = z.infer<typeof ProviderView>;

export const SettingsView = z.object({
  /** Of what the console stored; a change names the version that it was made on. */
  version: z.int().nonnegative(),
  items: z.array(SettingView),
  /** In the order in which the first one becomes the default. */
  providers: z.array(ProviderView),
  /** Providers whose address is known: only a key is needed. `usual_model` answers there when nobody names one. */
  known_providers: z.array(
    z.object({ name: z.string(), base_url: z.string(), usual_model: z.string().nullable() }),
  ),
  /** The model that answers when nobody chose one. */
  default_model: z.string(),
  /** Stored by the console and not in force, with the reason. */
  ignored: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type SettingsView = z.infer<typeof SettingsView>;

/** null: no longer set by the console. */
export const SettingValue = z.union([
  z.string().max(4096),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string().max(4096)).max(1000),
]);
export type SettingValue = z.infer<typeof SettingValue>;

export const ChangeSettings = z.strictObject({
  version: z.int().nonnegative(),
  changes: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,199}$/, "expected the name of a setting"),
      SettingValue,
    )
    .refine((changes) => {
      const count = Object.keys(changes).length;
      return count > 0 && count <= limits.settingsPerChange;
    }, `1 to ${limits.settingsPerChange} settings`),
  /** Answers what would change and what is wrong with it; changes nothing. */
  dry_run: z.boolean().default(false),
});
export type ChangeSettings = z.infer<typeof ChangeSettings>;

export const SettingsChanged = z.object({
  /** After the change. */
  version: z.int().nonnegative(),
  dry_run: z.boolean(),
  set: z.array(z.string()),
  removed: z.array(z.string()),
  /** Only of a dry run: a change with issues is refused. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type SettingsChanged = z.infer<typeof SettingsChanged>;

/** A provider that is set up, or a draft of one: with `api_key` or `api_base` these stand in for what is stored. */
export const TestProvider = z.strictObject({
  provider: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, "small letters, digits, - and _, at most 40"),
  model: line(limits.modelCharacters),
  api_key: z.string().max(4096).exactOptional(),
  api_base: z.string().max(2048).exactOptional(),
});
export type TestProvider = z.infer<typeof TestProvider>;

export const providerFaults = [
  "rate_limited",
  "overloaded",
  "unreachable",
  "not_allowed",
  "silent",
  "malformed",
  "too_large",
  "out_of_time",
  "credential",
  "unknown_model",
  "bad_request",
  "filtered",
] as const;
export const ProviderFault = z.enum(providerFaults);
export type ProviderFault = z.infer<typeof ProviderFault>;

/** What a live call gave: an answer, or in plain words why there is none. Nothing that the provider said in refusing. */
export const ProviderTested = z.object({
  ok: z.boolean(),
  model: z.string(),
  latency_ms: z.int().nonnegative(),
  answer: z.string().nullable(),
  fault: ProviderFault.nullable(),
  message: z.string().nullable(),
});
export type ProviderTested = z.infer<typeof ProviderTested>;
