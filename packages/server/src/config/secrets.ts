import type { Secret } from "./secret.ts";
import type { Values } from "./values.ts";

/** What the server must know and nobody must see. Every value is a `Secret`: printing it shows "[secret]". */
export interface Secrets {
  /** null: the server makes one and keeps it in the home folder. */
  readonly jwtSecret: Secret | null;
  /** 32 bytes that wrap every person's key; null: a generated file in the home folder. */
  readonly masterKey: Secret<Uint8Array> | null;
  readonly databaseUrl: Secret | null;
  readonly migrationUrl: Secret | null;
  readonly smtpUrl: Secret | null;
  readonly webhook: { readonly url: Secret; readonly key: Secret<Uint8Array> } | null;
  readonly providers: Readonly<Record<string, ProviderSecrets>>;
}

export interface ProviderSecrets {
  readonly apiKey: Secret | null;
  /** Headers may hold tokens, so they are secret too. Names are exactly as written. */
  readonly headers: Secret<Readonly<Record<string, string>>>;
}

export function secretsFrom(values: Values, masterKey: Secret<Uint8Array> | null): Secrets {
  return {
    jwtSecret: values.get("auth.jwt_secret"),
    masterKey,
    databaseUrl: values.get("database.url"),
    migrationUrl: values.get("database.migration_url"),
    smtpUrl: values.get("monitoring.smtp.url"),
    webhook: webhookFrom(values),
    providers: Object.fromEntries(
      values.providers.map((name) => [
        name,
        { apiKey: values.ofProvider(name, "api_key"), headers: values.ofProvider(name, "extra_headers") },
      ]),
    ),
  };
}

function webhookFrom(values: Values): Secrets["webhook"] {
  const url = values.get("monitoring.webhook.url");
  const key = values.get("monitoring.webhook.secret");
  return url && key && { url, key };
}
