import type { Json } from "../../pure/json.ts";
import { type Kind, Refused } from "./kind.ts";

/** A URL with one of these schemes, a host, no user name or password, no query and no fragment; without the last slash. */
export const url = (...schemes: readonly string[]): Kind<string> => {
  const name = `a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(" or ")}`;
  return {
    name,
    read(value) {
      const parsed = parse(value);
      if (!parsed || !schemes.includes(parsed.protocol.slice(0, -1)) || parsed.hostname === "") {
        return new Refused(`must be ${name}.`);
      }
      if (parsed.username || parsed.password) return new Refused("must not hold a user name or password.");
      if (parsed.search || parsed.hash || /[?#]/.test(String(value))) {
        return new Refused("must not hold a query or a fragment.");
      }
      return parsed.href.replace(/\/+$/, "");
    },
  };
};

/** Like `url`, for a whole site: Entobot does not know a folder that a proxy would add. */
export const site: Kind<string> = {
  name: url("https", "http").name,
  read(value, reading) {
    const read = url("https", "http").read(value, reading);
    if (read instanceof Refused || new URL(read).pathname === "/") return read;
    return new Refused("must not hold a path: Entobot answers at the root of its host.");
  },
};

/** An origin as a browser sends it (RFC 6454 §6.2): scheme, host, port; no path, not even a slash. */
export const origin: Kind<string> = {
  name: "an origin such as https://entobot.example.com",
  read(value) {
    if (value === "*") return new Refused('must not be "*": name each origin that may call this server.');
    const parsed = parse(value);
    if (!parsed || !/^https?:$/.test(parsed.protocol)) return new Refused(`must be ${this.name}.`);
    if (!/^https?:\/\/[^/?#@]+$/i.test(String(value))) {
      return new Refused("must be an origin alone: scheme, host and port, without a path.");
    }
    return parsed.origin;
  },
};

/** `postgresql://user:password@host/database`, or over a Unix socket `postgresql:///database?host=/folder`. */
export const databaseUrl: Kind<string> = {
  name: "a URL that starts with postgresql://",
  read(value) {
    if (typeof value !== "string" || !/^postgres(ql)?:\/\//.test(value) || /\s/.test(value)) {
      return new Refused(`must be ${this.name}.`);
    }
    // `new URL` does not accept an empty host with a user or port, which PostgreSQL never means either.
    if (!parse(value))
      return new Refused(
        `must be ${this.name}; characters such as # @ / in a password are written %23 %40 %2F.`,
      );
    return value;
  },
};

export const mailServerUrl: Kind<string> = {
  name: "a URL that starts with smtp:// or smtps://",
  read(value) {
    const parsed = parse(value);
    if (!parsed || !/^smtps?:$/.test(parsed.protocol) || parsed.hostname === "")
      return new Refused(`must be ${this.name}.`);
    // Options that a mail library would read from a URL, such as one that turns the certificate check off.
    if (parsed.search || parsed.hash || !/^\/?$/.test(parsed.pathname))
      return new Refused("must hold nothing after the host and its port.");
    if (!isDecodable(parsed.username) || !isDecodable(parsed.password))
      return new Refused("holds a % in its user name or password that must be written %25.");
    return parsed.href;
  },
};

export const webhookUrl: Kind<string> = {
  name: url("https", "http").name,
  read(value) {
    const parsed = parse(value);
    if (!parsed || !/^https?:$/.test(parsed.protocol)) return new Refused(`must be ${this.name}.`);
    if (parsed.username || parsed.password) return new Refused("must not hold a user name or password.");
    return parsed.hash ? new Refused("must not hold a fragment.") : parsed.href;
  },
};

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function parse(value: Json): URL | null {
  if (
    typeof value !== "string" ||
    value.length > 2048 ||
    !/^[\x21-\x7e]+$/.test(value) ||
    value.includes("\\")
  ) {
    return null;
  }
  return URL.canParse(value) ? new URL(value) : null;
}
