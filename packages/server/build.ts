import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";

/**
 * Makes packages/server/dist: the program in one folder, with nothing but Node, PostgreSQL and this folder needed to
 * run it. Without words all parts are made; `server` or `web` names one.
 *
 * Everything is made aside and then moved in file by file, the entry last. Names of chunks and assets carry a hash of
 * their content, so two builds at once write the same files, and a running server that loads a part late still finds
 * it: files of the build before are kept, older ones go.
 */
interface Stamp {
  readonly quick: string;
  readonly content: string;
  readonly files: readonly string[];
}
interface Stamps {
  readonly root: string;
  readonly parts: Readonly<Record<Part, { readonly output: string; readonly entry: string }>>;
  stampFile(part: Part): string;
  measure(part: Part): { readonly quick: string; content(): string };
  readStamp(part: Part): Stamp | undefined;
}
type Part = "server" | "web";

const require = createRequire(import.meta.url);
const stamps = require("../../bin/stamp.cjs") as Stamps;
const { root } = stamps;
const webSources = join(root, "packages/web");

async function buildServer(into: string): Promise<void> {
  const { build } = await import("esbuild");
  await build({
    entryPoints: { entobot: join(import.meta.dirname, "src/main.ts") },
    outdir: into,
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node24",
    format: "esm",
    // Chunks stand beside the entry, so that paths relative to import.meta.url are the same in all.
    chunkNames: "[name]-[hash]",
    external: ["pg-native", "bufferutil", "utf-8-validate"],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    legalComments: "none",
    logLevel: "error",
  });
  const migrations = join(import.meta.dirname, "src/store/migrations");
  mkdirSync(join(into, "migrations"), { recursive: true });
  for (const name of readdirSync(migrations))
    copyFileSync(join(migrations, name), join(into, "migrations", name));
}

async function buildWeb(into: string): Promise<void> {
  const vite = join(dirname(require.resolve("vite/package.json")), "bin/vite.js");
  const arguments_ = [vite, "build", "--outDir", into, "--emptyOutDir", "--logLevel", "error"];
  const { status, stderr } = spawnSync(process.execPath, arguments_, { cwd: webSources, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr.trim() || "vite failed");
  for (const file of list(into)) compress(join(into, file));
}

/** Once, here: a server that did it at its start would use a core for seconds. Pictures are compressed already. */
function compress(file: string): void {
  if (!/\.(?:html|js|css|json|webmanifest|svg)$/.test(file)) return;
  const bytes = readFileSync(file);
  if (bytes.length > 1024) writeFileSync(`${file}.br`, brotliCompressSync(bytes));
}

async function make(part: Part, builder: (into: string) => Promise<void>): Promise<void> {
  const { output, entry } = stamps.parts[part];
  // Measured before the build: a source that changes meanwhile makes the result stale, not wrong.
  const { quick, content } = stamps.measure(part);
  const before = stamps.readStamp(part)?.files ?? [];
  const aside = join(import.meta.dirname, `dist.new-${part}-${process.pid}`);
  try {
    await builder(aside);
    const files = list(aside);
    const last = files.filter((file) => file === entry);
    for (const file of [...files.filter((file) => file !== entry), ...last])
      move(join(aside, file), join(output, file));
    const stamp: Stamp = { quick, content: content(), files };
    writeFileSync(join(aside, "stamp"), JSON.stringify(stamp));
    move(join(aside, "stamp"), stamps.stampFile(part));
    prune(output, new Set([...files, ...before]));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function list(folder: string, below = ""): string[] {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = join(below, name);
    return statSync(join(folder, path)).isDirectory() ? list(folder, path) : [path];
  });
}

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

function prune(output: string, keep: ReadonlySet<string>): void {
  for (const file of list(output)) {
    const ofOthers = output === stamps.parts.server.output && /^web\/|\.stamp\.json$/.test(file);
    if (!ofOthers && !keep.has(file)) rmSync(join(output, file), { force: true });
  }
}

const wanted = process.argv.slice(2);
try {
  if (wanted.length === 0 || wanted.includes("server")) await make("server", buildServer);
  if ((wanted.length === 0 || wanted.includes("web")) && existsSync(join(webSources, "index.html"))) {
    await make("web", buildWeb);
  }
} catch (error) {
  const code = (error as { code?: string }).code;
  const words: Record<string, string> = {
    ERR_MODULE_NOT_FOUND: "esbuild is not installed; run npm ci --include=dev",
    MODULE_NOT_FOUND: "vite is not installed; run npm ci --include=dev",
    EACCES: "the checkout cannot be written by this user",
    EROFS: "the checkout is read-only",
  };
  const own = (error as Error).message.trim().split("\n").slice(0, 5).join(" ");
  process.stderr.write(`${words[code ?? ""] ?? own}\n`);
  process.exitCode = 1;
}
