import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const vite = fileURLToPath(new URL("../../../../node_modules/vite/bin/vite.js", import.meta.url));

/**
 * A build of its own, so that a test sees the sources as they are and disturbs nobody's dist.
 */
export async function buildApp(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "entobot-web-dist-"));
  const words = [vite, "build", "--outDir", folder, "--emptyOutDir", "--manifest", "--logLevel", "error"];
  await promisify(execFile)(process.execPath, words, { cwd: root });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
