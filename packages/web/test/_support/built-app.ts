import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A build of its own, so that a test sees the sources as they are and disturbs nobody's dist. */
export async function buildApp(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "entobot-web-dist-"));
  await build({
    root,
    mode: "production",
    configFile: join(root, "vite.config.ts"),
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    build: { outDir: folder, emptyOutDir: true, manifest: true },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
