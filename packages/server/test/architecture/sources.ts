import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export interface Source {
  /** Path below packages/server/src, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  readonly specifier: string;
  /** Path below src for relative imports, else null. */
  readonly file: string | null;
  readonly typeOnly: boolean;
}

export const root = resolve(import.meta.dirname, "../../src");

export function walk(folder: string, matches: (name: string) => boolean): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory())
      return name === "node_modules" || name === "dist" ? [] : walk(path, matches);
    return matches(name) ? [path] : [];
  });
}

const pattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|import\(\s*"([^"]+)"\s*\)/g;

export function parseImports(path: string, text: string, base = root): Import[] {
  return [...text.matchAll(pattern)].map((match) => {
    const specifier = (match[2] ?? match[3]) as string;
    const file = specifier.startsWith(".")
      ? relative(base, resolve(dirname(join(base, path)), specifier)).replaceAll("\\", "/")
      : null;
    return { specifier, file, typeOnly: match[1] !== undefined };
  });
}

export function sources(): Source[] {
  return walk(root, (name) => name.endsWith(".ts")).map((file) => {
    const path = relative(root, file).replaceAll("\\", "/");
    const text = readFileSync(file, "utf8");
    return { path, text, imports: parseImports(path, text) };
  });
}

/** The folder that an import reaches: `audit`, `contract`, `compose`, or null for packages. */
export function reached(entry: Import): string | null {
  if (entry.specifier.startsWith("@entobot/contract")) return "contract";
  if (entry.specifier.startsWith("@entobot/client")) return "client";
  if (entry.file === null) return null;
  const first = entry.file.split("/")[0] as string;
  return first.endsWith(".ts") ? first.slice(0, -3) : first;
}
