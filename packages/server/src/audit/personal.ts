import type { Personal } from "@entobot/contract/audit";
import { commit, saltBytes } from "../crypto/commitment.ts";
import type { Random } from "../crypto/new-id.ts";
import type { Json, JsonObject } from "../pure/json.ts";

const maxCharacters = 512;

export interface Hidden {
  readonly ip: string | null;
  readonly details: JsonObject;
  /** Path of each commitment → what opens it. */
  readonly personal: Personal;
}

/** Replaces what names a person by salted commitments: the address at `ip`, the rest as members of `details`, which it changes. */
export function hide(
  address: string | null,
  named: { readonly [name: string]: string | null },
  details: { [key: string]: Json },
  random: Random,
): Hidden {
  const personal: Personal = {};
  const close = (path: string, text: string): string => {
    const value = cut(text);
    const salt = random(saltBytes);
    personal[path] = { value, salt: salt.toString("base64url") };
    return commit(value, salt);
  };
  const ip = address === null ? null : close("ip", address);
  for (const [name, value] of Object.entries(named)) {
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(name)) throw new TypeError(`no name for a personal value: ${name}`);
    if (name in details) throw new TypeError(`${name} stands in details and in personal`);
    details[name] = value === null ? null : close(`details.${name}`, value);
  }
  return { ip, details, personal };
}

/** By code points, so that no character is halved. */
function cut(text: string): string {
  const whole = text.toWellFormed();
  if (whole.length <= maxCharacters) return whole;
  return whole.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/, "");
}
