import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { behindProxy, factsOf, temporaryFolder, written } from "../_support/harden.ts";
import { testWith } from "../_support/peers.ts";

/** Systemd's own opinion, without a running systemd: 0 is closed, 10 is open. */
function exposureOf(unit: string): number {
  const path = join(temporaryFolder(), "entobot.service");
  writeFileSync(path, unit);
  const { stdout } = spawnSync("systemd-analyze", ["security", "--offline=true", "--no-pager", path], {
    encoding: "utf8",
  });
  return Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN);
}

const own = { database: { url: "postgresql://entobot_app@db.acme.test/entobot?sslmode=verify-full" } };

testWith("systemd").each([
  ["with the home's database", behindProxy],
  ["with the company's database", { ...behindProxy, ...own }],
])("J5: the unit %s leaves at most 2.0 of 10 open", (_what, file) => {
  expect(exposureOf(written(factsOf(file), "systemd/entobot.service"))).toBeLessThanOrEqual(2.0);
});

testWith("systemd")("control: the guide's own unit is open", () => {
  const guide = '[Service]\nExecStart=/bin/true\nEnvironment="JWT_SECRET=your-secret-here"\n';
  expect(exposureOf(guide)).toBeGreaterThan(5);
});

testWith("systemd")("systemd understands every line of it", () => {
  const folder = temporaryFolder();
  const program = { node: join(folder, "node"), folder };
  mkdirSync(join(folder, "bin"));
  for (const path of [program.node, join(folder, "bin/entobot.cjs")]) {
    writeFileSync(path, "#!/bin/sh\n");
    chmodSync(path, 0o755);
  }
  const unit = join(temporaryFolder(), "entobot.service");
  writeFileSync(unit, written(factsOf(behindProxy, { program }), "systemd/entobot.service"));
  const { status, stdout, stderr } = spawnSync("systemd-analyze", ["verify", unit], { encoding: "utf8" });
  expect(`${stdout}${stderr}`.split("\n").filter((line) => line.includes("entobot"))).toEqual([]);
  expect(status).toBe(0);
});
