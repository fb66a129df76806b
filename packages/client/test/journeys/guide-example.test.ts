import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fakeServer } from "../_support/device.ts";

const root = resolve(import.meta.dirname, "../../../..");

/** The guide's first example as a file of its own, with the package's names resolved to this checkout. */
async function exampleIn(folder: string): Promise<string> {
  const guide = await readFile(join(root, "docs/guide/sdk.md"), "utf8");
  const code = /```ts\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  const file = join(folder, "script.ts");
  const source = join(root, "packages/client/src");
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await writeFile(
    file,
    code
      .replace('"@entobot/client"', JSON.stringify(join(source, "index.ts")))
      .replace('"@entobot/client/node"', JSON.stringify(join(source, "node/index.ts"))),
  );
  return file;
}

async function runIn(
  folder: string,
  ...words: readonly string[]
): Promise<{ exit: number | null; out: string }> {
  const child = spawn(process.execPath, words, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += String(chunk);
  });
  const [exit] = (await once(child, "close")) as [number | null];
  return { exit, out };
}

test("the guide's example runs: paired on the first run, at home on the second", async () => {
  const server = await fakeServer();
  const folder = await mkdtemp(join(tmpdir(), "entobot-test-guide-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const script = await exampleIn(folder);
  const pairing = { session_id: "pai_1", websocket_url: server.url, temp_token: "right", timestamp: 1 };
  expect(await runIn(folder, script, JSON.stringify(pairing))).toEqual({
    exit: 0,
    out: "You said: What can you do?\n",
  });
  expect(await runIn(folder, script)).toEqual({ exit: 0, out: "You said: What can you do?\n" });
  expect(server.heard.filter(({ type }) => type === "pair")).toHaveLength(1);
});
