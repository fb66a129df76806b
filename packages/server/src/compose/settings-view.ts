import type { SettingsView } from "@entobot/contract/settings";
import { type Configuration, describeOrigin, Secret } from "../config/index.ts";

/** The effective settings with where each was said; a secret shows only whether it is set. */
export function settingsView({ origins, values }: Configuration): SettingsView {
  const items = Object.keys(origins).map((key) => {
    const value = values.isSet(key) ? values.value(key) : unset(key, values);
    const secret = value instanceof Secret || isSecretKey(key);
    return {
      key,
      value: secret ? null : (value ?? null),
      secret,
      set: values.isSet(key),
      origin: describeOrigin(values.origin(key)),
    };
  });
  return { items };
}

const isSecretKey = (key: string) =>
  /(^|\.)(jwt_secret|secret|api_key|extra_headers|url|migration_url)$/.test(key) && !/public_url$/.test(key);

function unset(key: string, values: Configuration["values"]): unknown {
  return key.startsWith("providers.") ? null : values.get(key as Parameters<typeof values.get>[0]);
}
