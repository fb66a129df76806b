import type { Json } from "../../pure/json.ts";
import { Secret } from "../secret.ts";
import { type Kind, Refused } from "./kind.ts";

/** Names and values of HTTP headers (RFC 9110 §5), kept exactly as written; secret, because a token may be among them. */
export const headers: Kind<Secret<Readonly<Record<string, string>>>> = {
  name: "an object of header names and texts",
  read(value) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      return new Refused(`must be ${this.name}.`);
    }
    const entries = Object.entries(value as Record<string, Json>);
    for (const [name, content] of entries) {
      if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name))
        return new Refused("holds a name that is no header.");
      if (typeof content !== "string" || !/^[\x20-\x7e]{0,4096}$/.test(content)) {
        return new Refused("holds a header whose value is not printable ASCII text.");
      }
    }
    return new Secret(Object.fromEntries(entries) as Record<string, string>);
  },
};
