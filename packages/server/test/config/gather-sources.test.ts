import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkConfiguration, describeReport } from "../../src/config/check.ts";
import { gatherConfigurationSources, type ReadText } from "../../src/config/gather-sources.ts";
import { interpret } from "../../src/config/interpret.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import type { ConfigurationSources } from "../../src/config/sources.ts";
import { jwtSecret } from "./configure.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "entobot-config-"));
});
afterEach(() => rm(home, { recursive: true }));

const write = async (name: string, text: string | Uint8Array): Promise<string> => {
  await writeFile(join(home, name), text);
  return join(home, name);
};

describe("which file", () => {
  test("--config, then ENTOBOT_CONFIG, then the home, then none", async () => {
    const named = await write("named.json", '{"gateway":{"port":1}}');
    const fromVariable = await write("variable.json", '{"gateway":{"port":2}}');
    const environment = { ENTOBOT_CONFIG: fromVariable };
    const portOf = async (options: { file?: string; environment: Record<string, string> }) =>
      (await loadConfiguration({ ...options, home })).settings.gateway.port;
    expect(await portOf({ environment: {} })).toBe(18790);
    await write("config.json", '{"gateway":{"port":3}}');
    expect(await portOf({ environment: {} })).toBe(3);
    expect(await portOf({ environment })).toBe(2);
    expect(await portOf({ file: named, environment })).toBe(1);
  });

  test.each([
    ["--config", { file: "/nowhere/entobot.json", environment: {} }],
    ["ENTOBOT_CONFIG", { environment: { ENTOBOT_CONFIG: "/nowhere/entobot.json" } }],
  ])("one that %s names must be there", async (name, options) => {
    const report = await checkConfiguration({ ...options, home });
    expect(report.errors).toEqual([
      { path: name, message: "/nowhere/entobot.json does not exist.", nearest: null },
    ]);
  });

  test("one that is there and cannot be read is never passed over", async () => {
    const readText: ReadText = async () => {
      throw Object.assign(new Error("denied"), { code: "EACCES" });
    };
    const report = await checkConfiguration({ environment: {}, home, readText });
    expect(report.errors[0]?.message).toContain("may not be read by this user");
  });

  test.each([
    ["a folder", async () => mkdir(join(home, "config.json")), "is not a file"],
    ["not UTF-8", async () => write("config.json", Buffer.from([0x7b, 0xff, 0x7d])), "not valid UTF-8"],
    ["too large", async () => write("config.json", Buffer.alloc(1024 * 1024 + 1, 32)), "too large"],
  ])("%s is refused", async (_, make, words) => {
    await make();
    expect((await checkConfiguration({ environment: {}, home })).errors[0]?.message).toContain(words);
  });
});

describe("secrets from files", () => {
  test("NAME_FILE and the credential are read, one line end removed", async () => {
    const environment = {
      JWT_SECRET_FILE: await write("jwt", `${jwtSecret}\n`),
      GROQ_API_KEY_FILE: await write("groq", "gsk-1\r\n"),
      CREDENTIALS_DIRECTORY: home,
    };
    await write("entobot-master-key", `${Buffer.from([...Array(32).keys()]).toString("base64")}\n`);
    const { secrets, origins } = await loadConfiguration({ environment, home });
    expect(secrets.jwtSecret?.reveal()).toBe(jwtSecret);
    expect(secrets.providers["groq"]?.apiKey?.reveal()).toBe("gsk-1");
    expect(secrets.masterKey?.reveal()[31]).toBe(31);
    expect(origins["auth.jwt_secret"]).toMatchObject({ kind: "secret-file", variable: "JWT_SECRET_FILE" });
  });

  test("a file that is not there is refused, not passed over", async () => {
    const environment = { JWT_SECRET_FILE: join(home, "none") };
    expect((await checkConfiguration({ environment, home })).errors[0]?.path).toBe("JWT_SECRET_FILE");
  });
});

test("what was gathered survives JSON, and holds no variable that nobody asked for", async () => {
  await write("config.json", '{"auth":{"jwt_secret":"${MY_SECRET}"}}');
  const environment = { MY_SECRET: jwtSecret, AWS_SECRET_ACCESS_KEY: "other", PATH: "/bin" };
  const sources = await gatherConfigurationSources({ environment, home });
  expect(sources.environment).toEqual({ MY_SECRET: jwtSecret });
  const handedOver = JSON.parse(JSON.stringify(sources)) as ConfigurationSources;
  expect(handedOver).toEqual(sources);
  expect(interpret(handedOver).secrets.jwtSecret?.reveal()).toBe(jwtSecret);
});

describe("config check", () => {
  test("missing folders and certificates warn, unsupported keys are named, and all is well", async () => {
    await write(
      "config.json",
      JSON.stringify({
        channels: { mobile: { tls_enabled: true, tls_cert: "/nowhere/c.pem", tls_key: "/nowhere/k.pem" } },
        enterprise: { audit_log_path: "/nowhere/log/audit.log" },
        tools: { workspace: home },
        providers: { ollama: { region: "eu" } },
      }),
    );
    await chmod(join(home, "config.json"), 0o640);
    const report = await checkConfiguration({ environment: {}, home });
    expect(report.ok).toBe(true);
    expect(report.warnings.map((warning) => warning.path)).toEqual([
      "channels.mobile.tls_cert",
      "channels.mobile.tls_key",
      "enterprise.audit_log_path",
    ]);
    expect(report.not_supported_yet.map((issue) => issue.path)).toEqual(["providers.ollama.region"]);
    expect(report.not_yet_enforced).toEqual([]);
    expect(describeReport(report)[0]).toBe(`Configuration valid (${join(home, "config.json")})`);
  });

  test("a refusal is a report too", async () => {
    await write("config.json", '{"gatway":{}}');
    const report = await checkConfiguration({ environment: {}, home });
    expect(report.ok).toBe(false);
    expect(report.errors[0]).toMatchObject({ path: "gatway", nearest: "gateway" });
    expect(describeReport(report).join("\n")).toContain("Did you mean gateway?");
  });

  test("opens no home", async () => {
    const report = await checkConfiguration({ environment: {}, home: join(home, "not-there") });
    expect(report).toMatchObject({ ok: true, file: null, errors: [] });
  });
});
