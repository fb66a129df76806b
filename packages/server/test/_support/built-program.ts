import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const require = createRequire(import.meta.url);
const stamps = require("../../../../bin/stamp.cjs") as { state(part: string): string };

/** What `npm start` runs: a process of it is there in half the time that the sources take. */
export const builtProgram = resolve(import.meta.dirname, "../../dist/entobot.js");
/** The pages that it serves. */
export const builtWeb = resolve(import.meta.dirname, "../../dist/web");

/** Before the first test, and so once for all that start the program or open its pages. */
export default function setup(): void {
  const stale = ["server", "web"].filter((part) => stamps.state(part) !== "fresh");
  if (stale.length === 0) return;
  const script = join(import.meta.dirname, "../../build.ts");
  const { status, stderr } = spawnSync(process.execPath, [script, ...stale], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the program could not be built: ${stderr}`);
}
