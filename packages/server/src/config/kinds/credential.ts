import type { Json } from "../../pure/json.ts";
import { Secret } from "../secret.ts";
import { findPlaceholder, findWeakness, repeats } from "../secret-strength.ts";
import { type Kind, Refused } from "./kind.ts";
import { databaseUrl, mailServerUrl, webhookUrl } from "./url.ts";

function printable(value: Json, max: number): string | null {
  return typeof value === "string" && value !== "" && value.length <= max && /^[\x21-\x7e]+$/.test(value)
    ? value
    : null;
}

const makeOne = "Make one with: openssl rand -base64 64 | tr -d '\\n'";

export const signingSecret = (min: number): Kind<Secret> => ({
  name: `a secret of at least ${min} printable characters`,
  read(value) {
    const secret = printable(value, 4096);
    if (secret === null) return new Refused(`must be ${this.name}, without spaces. ${makeOne}`);
    const weakness = findWeakness(secret, min);
    return weakness ? new Refused(`${weakness}. ${makeOne}`) : new Secret(secret);
  },
});

export const apiKey: Kind<Secret> = {
  name: "an API key",
  read(value) {
    const secret = printable(value, 4096);
    if (secret === null)
      return new Refused("must be an API key without spaces; remove it where there is none.");
    const placeholder = findPlaceholder(secret);
    return placeholder ? new Refused(`${placeholder}.`) : new Secret(secret);
  },
};

export const secretDatabaseUrl: Kind<Secret> = guardPassword(databaseUrl);
export const secretMailServerUrl: Kind<Secret> = guardPassword(mailServerUrl);
/** Such addresses often hold a token. */
export const secretWebhookUrl: Kind<Secret> = guardPassword(webhookUrl);

/** A URL with a password in it is a secret as a whole. Only the password is searched for a placeholder. */
function guardPassword(url: Kind<string>): Kind<Secret> {
  return {
    name: url.name,
    read(value, reading) {
      const read = url.read(value, reading);
      if (read instanceof Refused) return read;
      const placeholder = findPlaceholder(new URL(read).password);
      return placeholder ? new Refused(`has a password that ${placeholder}.`) : new Secret(read);
    },
  };
}

/** As Standard Webhooks writes it: 24 to 64 bytes in base64, `whsec_` before them or not. */
export const webhookSecret: Kind<Secret<Uint8Array>> = {
  name: "a secret of 24 to 64 random bytes in base64",
  read(value) {
    const makeOne = "Make one with: openssl rand -base64 32";
    const text = typeof value === "string" ? value.replace(/^whsec_/, "") : "";
    const bytes = Buffer.from(text, "base64");
    const whole = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && bytes.toString("base64") === text;
    if (!whole || bytes.length < 24 || bytes.length > 64)
      return new Refused(`must be ${this.name}. ${makeOne}`);
    const weak = repeats(bytes.toString("latin1")) || new Set(bytes).size < 8;
    return weak ? new Refused(`repeats itself. ${makeOne}`) : new Secret(Uint8Array.from(bytes));
  },
};

/** 32 bytes in hex, base64 or base64url. */
export const masterKey: Kind<Secret<Uint8Array>> = {
  name: "32 random bytes in base64 or hex",
  read(value) {
    const bytes = typeof value === "string" ? decode32(value) : null;
    if (!bytes) return new Refused(`must be ${this.name}. Make one with: openssl rand -base64 32`);
    if (repeats(Buffer.from(bytes).toString("latin1")) || new Set(bytes).size < 8) {
      return new Refused("repeats itself. Make one with: openssl rand -base64 32");
    }
    return new Secret(bytes);
  },
};

function decode32(text: string): Uint8Array | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Uint8Array.from(Buffer.from(text, "hex"));
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.length === 32 ? Uint8Array.from(bytes) : null;
}
