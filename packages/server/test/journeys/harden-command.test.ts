import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openCommandWorld } from "../../src/command-world.ts";
import { gatherConfigurationSources, providerCatalogue } from "../../src/config/index.ts";
import { keyOf, keyPaths } from "../../src/config/keys.ts";
import { silentLog } from "../../src/log/index.ts";
import { run } from "../_support/cli-world.ts";
import { temporaryFolder } from "../_support/harden.ts";

/** The command line in this process, on what really stands in the home and the environment. */
async function harden(home: string, line: string, environment: Record<string, string> = {}) {
  const options = { environment, home, log: silentLog };
  const sources = () => gatherConfigurationSources({ environment, home });
  const world = openCommandWorld({ ...options, sources });
  onTestFinished(() => world.release());
  const { exit, out, err } = await run(`harden ${line}`, { world: { hardening: world.hardening } });
  return { exit, out: out + err };
}

const allText = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");

/** A value that each kind of secret accepts, with something in it that must not come out again. */
const canary = (): string => `cnry-${randomBytes(60).toString("base64url")}`;

test("no secret of any key comes out, whether a variable or the file holds it", async () => {
  const canaries: string[] = [];
  const plant = () => {
    const made = canary();
    canaries.push(made);
    return made;
  };
  const secretFor: Record<string, () => string> = {
    "auth.jwt_secret": plant,
    "monitoring.smtp.url": () => `smtps://mailer:${plant()}@mail.acme.test`,
    "monitoring.webhook.url": () => `https://hooks.acme.test/${plant()}`,
    "monitoring.webhook.secret": () => {
      canaries.push(randomBytes(32).toString("base64"));
      return canaries.at(-1) ?? "";
    },
    "database.url": () => `postgresql://entobot_app:${plant()}@db.acme.test/entobot`,
    "database.migration_url": () => `postgresql://entobot_owner:${plant()}@db.acme.test/entobot`,
  };
  const secretKeys = keyPaths.filter((path) => (keyOf(path).variables?.length ?? 0) > 0);
  expect(secretKeys.filter((path) => !(path in secretFor))).toEqual([]);

  const home = temporaryFolder();
  const inVariables: Record<string, string> = {};
  for (const path of secretKeys) {
    inVariables[keyOf(path).variables?.[0] ?? ""] = (secretFor[path] as () => string)();
  }
  for (const { variables } of Object.values(providerCatalogue)) inVariables[variables[0] ?? ""] = plant();
  inVariables["ENTOBOT_MASTER_KEY"] = randomBytes(32).toString("base64");
  canaries.push(inVariables["ENTOBOT_MASTER_KEY"]);
  const first = await harden(home, `--out ${join(home, "out")}`, inVariables);
  expect(first).toMatchObject({ exit: 0 });

  const inFile: Record<string, Record<string, unknown>> = {
    auth: { jwt_secret: plant() },
    monitoring: { smtp: { url: secretFor["monitoring.smtp.url"]?.() } },
    database: {
      url: secretFor["database.url"]?.(),
      migration_url: `${secretFor["database.migration_url"]?.()}?password=${plant()}`,
    },
    providers: {
      anthropic: { api_key: plant() },
      own: { api_base: "https://llm.acme.test/v1", extra_headers: { "X-Key": plant() } },
    },
  };
  writeFileSync(join(home, "config.json"), JSON.stringify(inFile));
  const second = await harden(home, `--out ${join(home, "out2")} --json`);
  expect(second).toMatchObject({ exit: 0 });
  expect(JSON.parse(second.out)).toMatchObject({
    advice: expect.arrayContaining([expect.objectContaining({ key: "auth.jwt_secret" })]),
  });

  const everything = allText(join(home, "out")) + allText(join(home, "out2")) + first.out + second.out;
  expect(everything).toContain("LoadCredential=JWT_SECRET");
  expect(canaries.length).toBeGreaterThan(20);
  expect(
    canaries.filter((each) => everything.includes(each) || everything.includes(each.slice(5, 25))),
  ).toEqual([]);
});

test("without --out it is a usage error; a broken configuration is 78; neither opens the home", async () => {
  const home = temporaryFolder();
  expect(await harden(home, "")).toMatchObject({ exit: 2, out: expect.stringContaining("--out DIR") });
  writeFileSync(join(home, "config.json"), '{"nope": 1}');
  expect((await harden(home, `--out ${join(home, "out")}`)).exit).toBe(78);
  writeFileSync(join(home, "config.json"), '{"tools": {"workspace": "/srv/a b"}}');
  const { exit, out } = await harden(home, `--out ${join(home, "out")}`);
  expect([exit, out]).toEqual([78, expect.stringContaining("tools.workspace")]);
  expect(readdirSync(home)).toEqual(["config.json"]);
});

test("what is not ours is kept until --force", async () => {
  const home = temporaryFolder();
  const out = join(home, "out");
  mkdirSync(join(out, "nginx"), { recursive: true });
  writeFileSync(join(out, "nginx/entobot.conf"), "mine\n");
  expect(await harden(home, `--out ${out}`)).toMatchObject({
    exit: 1,
    out: expect.stringContaining("--force"),
  });
  expect(readdirSync(out)).toEqual(["nginx"]);
  expect((await harden(home, `--out ${out} --force`)).exit).toBe(0);
  expect(readFileSync(join(out, "nginx/entobot.conf"), "utf8")).toContain("Written by");
});

test("the program itself, also as root: it becomes nobody else and opens nothing", () => {
  const home = temporaryFolder();
  const words = [resolve(import.meta.dirname, "../../src/main.ts"), "harden", "--out", join(home, "out")];
  execFileSync(process.execPath, words, { env: { ENTOBOT_HOME: home, HOME: home }, stdio: "pipe" });
  expect(readdirSync(home)).toEqual(["out"]);
  expect(statSync(join(home, "out/README.md")).uid).toBe(process.getuid?.());
});
