import { describe, expect, test } from "vitest";
import { configure, jwtSecret, refusalOf } from "./configure.ts";

const keyBytes = Buffer.from("00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0", "hex");

describe("no file at all", () => {
  test("defaults are complete and name what is not enforced yet", () => {
    const { settings, secrets, origins, notYetEnforced, file, warnings } = configure(undefined);
    expect(file).toBeNull();
    expect(settings.gateway).toEqual({ host: "loopback", port: 18790, tls: false });
    expect(settings.mobile).toMatchObject({
      port: 18791,
      maxConnections: 10_000,
      heartbeatMs: 30_000,
      publicUrl: null,
    });
    expect(settings.web).toMatchObject({ port: 8080, trustForwarded: false });
    expect(settings.auditLog).toEqual({ enabled: true, path: "/srv/entobot/logs/audit.log", level: "INFO" });
    expect(settings.accessLogPath).toBe("/srv/entobot/logs/access.log");
    expect(settings.tools).toEqual({ restrictToWorkspace: true, workspace: "/srv/entobot/workspace" });
    expect(settings.database).toEqual({ kind: "embedded", separateOwner: true });
    expect(settings.providers).toEqual([]);
    expect(secrets.jwtSecret).toBeNull();
    expect(secrets.masterKey).toBeNull();
    expect(origins["gateway.port"]).toEqual({ kind: "default" });
    expect(notYetEnforced).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test("the guide's variables work", () => {
    const { settings, secrets, origins, warnings } = configure(undefined, {
      JWT_SECRET: jwtSecret,
      DATABASE_URL: "postgresql://user:pass@localhost/entobot",
      OPENROUTER_API_KEY: "sk-or-xxx",
    });
    expect(secrets.jwtSecret?.reveal()).toBe(jwtSecret);
    expect(secrets.databaseUrl?.reveal()).toBe("postgresql://user:pass@localhost/entobot");
    expect(secrets.providers["openrouter"]?.apiKey?.reveal()).toBe("sk-or-xxx");
    expect(settings.providers).toMatchObject([
      { name: "openrouter", baseUrl: "https://openrouter.ai/api/v1" },
    ]);
    expect(settings.database).toEqual({ kind: "external", separateOwner: false });
    expect(origins["database.url"]).toEqual({ kind: "variable", variable: "DATABASE_URL" });
    expect(warnings.map((warning) => warning.path)).toEqual(["database.migration_url"]);
  });
});

describe("two sources", () => {
  test("the same value twice is fine", () => {
    const environment = { JWT_SECRET: jwtSecret, OPENAI_API_KEY: "k-1" };
    const file = { auth: { jwt_secret: "${JWT_SECRET}" }, providers: { openai: { api_key: "k-1" } } };
    expect(configure(file, environment).origins["auth.jwt_secret"]).toMatchObject({ kind: "file", line: 3 });
  });

  test.each([
    ["file and variable", { providers: { openai: { api_key: "k-1" } } }, { OPENAI_API_KEY: "k-2" }, {}],
    ["two usual variables", undefined, { GEMINI_API_KEY: "k-1", GOOGLE_API_KEY: "k-2" }, {}],
    [
      "variable and file of the variable",
      undefined,
      { OPENAI_API_KEY: "k-1" },
      { secretFiles: { OPENAI_API_KEY: { path: "/run/s", text: "k-2" } } },
    ],
  ])("%s that differ are refused", (_, file, environment, more) => {
    const issues = refusalOf(file, environment as Record<string, string>, more);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.message).toContain("differ");
    expect(JSON.stringify(issues)).not.toMatch(/k-[12]/);
  });
});

describe("variables that are wrong", () => {
  test.each(["JWT_SECRET", "DATABASE_URL", "ENTOBOT_MIGRATION_URL"])("an empty %s is refused", (name) => {
    expect(refusalOf(undefined, { [name]: "" })[0]).toMatchObject({ path: name });
  });

  test("an empty provider key counts as none and is said", () => {
    const { settings, warnings } = configure(undefined, { OPENAI_API_KEY: "" });
    expect(settings.providers).toEqual([]);
    expect(warnings[0]?.path).toBe("OPENAI_API_KEY");
  });

  test("one that is nearly ours is refused, others of that prefix are left alone", () => {
    const [issue] = refusalOf(
      undefined,
      {},
      { strangeVariables: ["ENTOBOT_MASTERKEY", "ENTOBOT_OTHER_THING"] },
    );
    expect(issue).toMatchObject({ path: "ENTOBOT_MASTERKEY", nearest: "ENTOBOT_MASTER_KEY" });
    const { warnings } = configure(undefined, {}, { strangeVariables: ["NANOBOT_AUTH__JWT_SECRET"] });
    expect(warnings[0]?.path).toBe("NANOBOT_AUTH__JWT_SECRET");
  });
});

describe("the master key", () => {
  test.each(["hex", "base64", "base64url"] as const)("is read from %s", (encoding) => {
    const { secrets } = configure(undefined, { ENTOBOT_MASTER_KEY: keyBytes.toString(encoding) });
    expect(Buffer.from(secrets.masterKey?.reveal() ?? []).equals(keyBytes)).toBe(true);
  });

  test("comes from the credential when nothing else gives it; two different ones are refused", () => {
    const masterKeyCredential = { path: "/run/c/entobot-master-key", text: keyBytes.toString("base64") };
    expect(configure(undefined, {}, { masterKeyCredential }).secrets.masterKey).not.toBeNull();
    const other = Buffer.from(keyBytes).reverse().toString("hex");
    const issues = refusalOf(undefined, { ENTOBOT_MASTER_KEY: other }, { masterKeyCredential });
    expect(issues[0]?.message).toContain("another master key");
  });

  test.each(["", "abc", "00".repeat(32), "ab".repeat(32), `${keyBytes.toString("base64")}A`, "g".repeat(64)])(
    "%j is refused with words",
    (text) =>
      expect(refusalOf(undefined, { ENTOBOT_MASTER_KEY: text })[0]?.message).toContain(
        "openssl rand -base64 32",
      ),
  );
});
