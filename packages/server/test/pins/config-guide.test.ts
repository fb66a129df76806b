import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { configure, jwtSecret, refusalOf } from "../config/configure.ts";

type Fragment = Record<string, Record<string, unknown>>;

const guide = readFileSync(
  new URL("../config/_fixtures/security-hardening-guide.txt", import.meta.url),
  "utf8",
);
const fragments = [...guide.matchAll(/^ *```json\n([\s\S]*?)^ *```/gm)].map((match) => match[1] ?? "");
const environment = { JWT_SECRET: jwtSecret };
const merged = fragments
  .map((text) => JSON.parse(text) as Fragment)
  .reduce((all, fragment) => {
    for (const [section, content] of Object.entries(fragment)) all[section] = { ...all[section], ...content };
    return all;
  }, {} as Fragment);

describe("the guide's configuration, as printed", () => {
  // A formatter once rewrote this copy, and "verbatim" meant nothing any more; hence .txt and the digest.
  test("the copy is the guide, byte for byte", () => {
    expect(createHash("sha256").update(guide).digest("hex")).toBe(
      "04efd0a8cbefddafd974843d90e067bb8f2306b9c93a104a6bcd37c171a3fbfa",
    );
  });

  test("all seven fragments are found", () => expect(fragments).toHaveLength(7));

  test.each(fragments)("is accepted alone: %s", (text) => {
    expect(configure(text, environment).file).toBe("/etc/entobot/config.json");
  });

  test("is accepted merged, and means what it says", () => {
    const { settings, secrets } = configure(merged, environment);
    expect(secrets.jwtSecret?.reveal()).toBe(jwtSecret);
    expect(settings.auth).toEqual({ accessTokenLifeMs: 24 * 3_600_000, refreshTokens: true });
    expect(settings.allowList).toEqual(["10.0.0.0/8", "192.168.1.0/24"]);
    expect(settings.rateLimit).toEqual({ enabled: true, requests: 60, windowMs: 60_000 });
    expect(settings.certificate).toEqual({
      chain: "/etc/letsencrypt/live/entobot.yourcompany.com/fullchain.pem",
      key: "/etc/letsencrypt/live/entobot.yourcompany.com/privkey.pem",
    });
    expect(settings.mobile.tls).toBe(true);
    expect(settings.auditLog).toEqual({ enabled: true, path: "/var/log/entobot/audit.log", level: "INFO" });
    expect(settings.accessLogPath).toBe("/var/log/entobot/access.log");
    expect(settings.tools).toEqual({ restrictToWorkspace: true, workspace: "/opt/entobot/workspace" });
    expect(settings.monitoring).toMatchObject({
      alertsEnabled: true,
      recipients: ["security@yourcompany.com"],
      events: ["auth_failed", "rate_limit_exceeded"],
    });
  });

  test("asks for nothing that is not built", () => {
    const configuration = configure(merged, environment);
    expect(configuration.unsupported).toEqual([]);
    expect(() => configuration.assertServable()).not.toThrow();
    expect(() => configure(fragments[0], environment).assertServable()).not.toThrow();
  });

  test("the unit's example secret is refused as a placeholder", () => {
    const [issue] = refusalOf(undefined, { JWT_SECRET: "your-secret-here" });
    expect(issue?.path).toBe("JWT_SECRET");
    expect(issue?.message).toContain("placeholder");
  });
});
