import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { configure } from "./configure.ts";

const serve = (file: unknown, more = {}): void => configure(file, {}, more).assertServable();

const webhook = {
  url: "https://hooks.test/entobot?token=1",
  secret: `whsec_${randomBytes(32).toString("base64")}`,
};

describe("start refuses what is on and not built", () => {
  test.each([["providers.openai.baa", { providers: { openai: { api_key: "k", baa: true } } }]])(
    "%s",
    (path, file) => {
      const configuration = configure(file);
      expect(configuration.unsupported.map((issue) => issue.path)).toContain(path);
      expect(() => configuration.assertServable()).toThrowError(
        expect.objectContaining({ code: "configuration" }),
      );
    },
  );

  test.each([
    ["nothing", undefined],
    ["limits", { enterprise: { rate_limit_enabled: true, rate_limit_requests: 5 } }],
    ["a certificate nobody uses", { channels: { mobile: { tls_enabled: false } } }],
    ["alerts by webhook alone, and no sendmail", { monitoring: { alerts_enabled: true, webhook } }],
    ["alerts turned off", { monitoring: { alerts_enabled: false, alert_on: ["auth_failed"] } }],
    ["no proxy", { network: { trusted_proxies: [] }, web: { trust_forwarded: false } }],
  ])("and serves with %s", (_, file) => expect(() => serve(file)).not.toThrow());

  test("alerts without any way to send mail: check warns, start refuses by that name", () => {
    const file = { monitoring: { alerts_enabled: true, alert_email: "a@b.test" } };
    const configuration = configure(file, {}, { sendmail: false });
    expect(configuration.warnings[0]?.message).toContain("sendmail");
    expect(() => configuration.assertServable()).toThrowError(/sendmail/);
  });
});
