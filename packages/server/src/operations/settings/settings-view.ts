import type { ProviderView, SettingsView, SettingView } from "@entobot/contract/settings";
import {
  type Configuration,
  describeOrigin,
  findConsoleKey,
  providerCatalogue,
  Secret,
} from "../../config/index.ts";

/** The model that a provider is asked for when nobody named one; the assistant knows it, compose hands it in. */
export type UsualModel = (provider: string) => string | undefined;

/** The effective settings with where each was set; a secret shows only whether it is set. */
export function settingsView(
  configuration: Configuration,
  version: number,
  defaultModel: string,
  usualModel: UsualModel,
): SettingsView {
  return {
    version,
    items: Object.keys(configuration.origins).map((key) => settingView(configuration, key)),
    providers: configuration.settings.providers.map(({ name }) => providerView(configuration, name)),
    known_providers: Object.entries(providerCatalogue)
      .filter(([, { local }]) => !local)
      .map(([name, { baseUrl }]) => ({ name, base_url: baseUrl, usual_model: usualModel(name) ?? null })),
    default_model: defaultModel,
    ignored: configuration.ignored.map(({ path, message }) => ({ path, message })),
  };
}

function settingView({ values, settings }: Configuration, key: string): SettingView {
  const value = values.isSet(key) ? values.value(key) : unset(key, values);
  const secret = value instanceof Secret || isSecretKey(key);
  const origin = values.origin(key);
  const provider = /^providers\.([^.]+)\.(.+)$/.exec(key);
  const operators =
    provider !== null &&
    provider[2] !== "models" &&
    settings.providers.some(({ name, byOperator }) => name === provider[1] && byOperator);
  return {
    key,
    value: secret ? null : (value ?? null),
    secret,
    set: values.isSet(key),
    origin: describeOrigin(origin),
    editable: findConsoleKey(key) !== undefined && !operators && ["default", "console"].includes(origin.kind),
  };
}

function providerView({ values, settings }: Configuration, name: string): ProviderView {
  const found = settings.providers.find((one) => one.name === name);
  const by = values.paths().find((path) => path.startsWith(`providers.${name}.`) && !isModels(path));
  const origin = values.origin(`providers.${name}`);
  return {
    name,
    base_url: found?.baseUrl ?? "",
    has_key: found?.hasKey ?? false,
    models: [...(found?.models ?? [])],
    origin: describeOrigin(origin.kind === "default" && by ? values.origin(by) : origin),
    editable: values.isConsoleProvider(name),
  };
}

const isModels = (path: string) => path.endsWith(".models");

const isSecretKey = (key: string) =>
  /(^|\.)(jwt_secret|secret|api_key|extra_headers|url|migration_url)$/.test(key) && !/public_url$/.test(key);

function unset(key: string, values: Configuration["values"]): unknown {
  return key.startsWith("providers.") ? null : values.get(key as Parameters<typeof values.get>[0]);
}
