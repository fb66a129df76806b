import { inspect } from "node:util";
import { expect, test } from "vitest";
import { changedKeys } from "../../src/config/changed-keys.ts";
import { Secret } from "../../src/config/secret.ts";
import { isFailure } from "../../src/pure/failure.ts";
import { configure, jwtSecret } from "./configure.ts";

const marker = "S3cr3tMarker";
const file = {
  auth: { jwt_secret: "${JWT_SECRET}" },
  database: { url: `postgresql://u:${marker}@h/d`, migration_url: `postgresql://o:${marker}@h/d` },
  providers: { openai: { api_key: marker, extra_headers: { Authorization: marker } } },
  monitoring: { smtp: { url: `smtps://u:${marker}@mail.test` } },
};
const environment = {
  JWT_SECRET: jwtSecret + marker,
  ENTOBOT_MASTER_KEY: "Zm9vYmFyMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A",
};

test("nothing that prints a configuration shows a secret", () => {
  const configuration = configure(file, environment);
  expect(configuration.secrets.providers["openai"]?.headers.reveal()).toEqual({ Authorization: marker });
  const printed = [
    JSON.stringify(configuration),
    inspect(configuration, { depth: 20, showHidden: true, getters: true }),
    inspect(configuration.secrets, { depth: 20, customInspect: true }),
    `${configuration.secrets.jwtSecret}`,
    JSON.stringify(changedKeys(configuration, configure({}, {}))),
  ].join("\n");
  expect(printed).toContain("[secret]");
  expect(printed).not.toContain(marker);
  expect(printed).not.toContain("102, 111, 111");
});

test("even without the custom inspection a secret has nothing to show", () => {
  expect(inspect(new Secret(marker), { customInspect: false, showHidden: true })).not.toContain(marker);
  expect(JSON.stringify(structuredClone({ ...new Secret(marker) }))).toBe("{}");
});

test("a refusal never repeats a value, wherever the secret stands by mistake", () => {
  const wrong = {
    auth: { jwt_secret: marker, jwt_algorithm: marker, jwt_expiry_hours: marker },
    gateway: { host: marker, port: marker },
    network: { public_url: marker, allowed_origins: [marker] },
    enterprise: { ip_whitelist: [marker], audit_log_level: marker, rate_limit_enabled: marker },
    database: { url: marker },
    providers: { openai: { api_key: `${marker} x`, api_base: marker, extra_headers: { a: `${marker}\n` } } },
    monitoring: { alert_email: marker, smtp: { url: marker }, webhook: { url: marker, secret: marker } },
  };
  try {
    configure(wrong);
    expect.unreachable();
  } catch (error) {
    if (!isFailure(error, "configuration")) throw error;
    expect(error.issues?.length).toBeGreaterThan(14);
    expect(`${error.message} ${error.text} ${inspect(error, { depth: 9 })}`).not.toContain(marker);
  }
});

test("a file with a secret that everybody can read, or anybody can change, is said aloud", () => {
  const open = { path: "/etc/entobot/config.json", text: JSON.stringify(file), mode: 0o666 };
  const words = configure(file, environment, { file: open }).warnings.map((warning) => warning.message);
  expect(words.some((text) => text.includes("chmod o-r"))).toBe(true);
  expect(words.some((text) => text.includes("chmod go-w"))).toBe(true);
  const harmless = { ...open, text: '{"auth":{"jwt_secret":"${JWT_SECRET}"}}', mode: 0o644 };
  expect(configure({}, environment, { file: harmless }).warnings).toEqual([]);
});
