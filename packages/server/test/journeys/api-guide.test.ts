import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openRealDoors } from "../_support/doors-real.ts";
import { testWith } from "../_support/peers.ts";

const guide = readFileSync(new URL("../../../../docs/guide/api.md", import.meta.url), "utf8");
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map((match) => match[1] ?? "");

const folder = mkdtempSync(join(tmpdir(), "entobot-guide-"));
afterAll(() => rmSync(folder, { recursive: true }));
const doors = await openRealDoors();
const { rest, mobile } = doors.server.ports;
const owner = await doors.person("owner");

/** Runs what the guide prints, with the ports of this test. */
function run(file: string, words: string[], text: string): Promise<string> {
  const script = text.replaceAll(":18790", `:${rest}`).replaceAll(":18791", `:${mobile}`);
  return new Promise((resolve, reject) => {
    const child = spawn(file, words, { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.on("close", (code) =>
      code === 0 ? resolve(output) : reject(new Error(`exit ${code}: ${output}`)),
    );
    child.stdin.end(script);
  });
}

const shell = existsSync("/usr/bin/curl") && existsSync("/usr/bin/jq");

test.skipIf(!shell)("the guide's commands run as they are printed", async () => {
  const [pair, ...commands] = blocks("sh");
  expect(pair).toContain("npx entobot pair");
  const pairing = await owner.ask("/api/v1/auth/pairing/create-session", { method: "POST", body: {} });
  writeFileSync(join(folder, "pairing.json"), pairing.text);
  const output = await run("bash", ["-eu", "-o", "pipefail", "-s"], commands.join("\n"));
  expect(output).toContain('"permissions":[');
  expect(output).toContain('"message":"Token refreshed successfully"');
  expect(output).toContain('"title":"Plans"');
  expect(output).not.toContain('"code"');
});

testWith("websockets")("the guide's Python client talks", async () => {
  const device = { jwt_token: owner.jwt };
  writeFileSync(join(folder, "device.json"), JSON.stringify(device));
  const output = await run("/usr/bin/python3", ["-"], blocks("python")[0] ?? "");
  expect(output).toMatch(/^auth_success\n.{20}/s);
});
