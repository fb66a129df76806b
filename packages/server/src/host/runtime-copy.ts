import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";

export const runtimeRoot = "/var/lib/entobot-runtime";

/** What a server needs to run: nothing else of a checkout is copied. */
export interface RuntimeParts {
  /** Version and content of the program, as a folder's name. */
  readonly version: string;
  /** The built program: packages/server/dist. */
  readonly program: string;
  /** The running Node's binary. */
  readonly node: string;
  /** The package with the PostgreSQL binaries, or null with an external database. */
  readonly postgres: { readonly name: string; readonly folder: string } | null;
}

export interface Runtime {
  readonly node: string;
  readonly entry: string;
}

/**
 * Where the checkout is closed to the system user (root's own home, a 0750 home under sudo), the program runs from a
 * copy that root owns and nobody else can write. The layout has a node_modules above the program, as a checkout has.
 */
export function installRuntime(parts: RuntimeParts): Runtime {
  const folder = join(runtimeRoot, parts.version);
  const runtime = { node: join(folder, "bin", "node"), entry: join(folder, "program", "entobot.js") };
  if (existsSync(runtime.entry)) return runtime;
  makeFolder(runtimeRoot);
  const fresh = join(runtimeRoot, `.new-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  try {
    for (const inner of ["", "bin", "node_modules"]) makeFolder(join(fresh, inner));
    copyOne(parts.node, join(fresh, "bin", "node"));
    copyTree(parts.program, join(fresh, "program"));
    if (parts.postgres) {
      const package_ = join(fresh, "node_modules", parts.postgres.name);
      makeFolder(dirname(package_));
      copyTree(parts.postgres.folder, package_);
    }
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Another start was quicker: its copy is the same.
    if (!existsSync(runtime.entry)) throw error;
  }
  removeUnused(parts.version);
  return runtime;
}

function copyTree(from: string, to: string): void {
  const found = lstatSync(from);
  if (found.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else if (!found.isDirectory()) copyOne(from, to);
  else {
    makeFolder(to);
    for (const name of readdirSync(from)) copyTree(join(from, name), join(to, name));
  }
}

/** Modes are set by hand: the umask is 077, and the source's write bits are nobody's business here. */
function copyOne(from: string, to: string): void {
  copyFileSync(from, to);
  chmodSync(to, lstatSync(from).mode & 0o111 ? 0o755 : 0o644);
}

function makeFolder(path: string): void {
  if (!existsSync(path)) mkdirSync(path);
  chmodSync(path, 0o755);
}

/** A running server loads parts of its program late, so a version goes only when no process runs from it. */
function removeUnused(current: string): void {
  const used = new Set(runningFrom());
  for (const name of readdirSync(runtimeRoot)) {
    if (name === current || name.startsWith(".") || used.has(name)) continue;
    rmSync(join(runtimeRoot, name), { recursive: true, force: true });
  }
}

function runningFrom(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const program = readlinkSync(`/proc/${pid}/exe`);
        return program.startsWith(`${runtimeRoot}/`) ? [program.split("/")[4] ?? ""] : [];
      } catch {
        return [];
      }
    });
}
