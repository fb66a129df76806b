import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * The package's install script makes links such as libicuuc.so.60 → libicuuc.so.60.2, and npm may not have run it.
 * What is missing is made in a folder of ours, never in node_modules: that may be read-only. Returns the value for
 * LD_LIBRARY_PATH, or undefined when nothing is missing.
 */
export function libraryPath(native: string, linksFolder: string): string | undefined {
  const listed = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  const above = join(native, "..");
  const missing = listed.filter(({ target }) => !existsSync(join(above, target)));
  if (missing.length === 0) return undefined;
  mkdirSync(linksFolder, { recursive: true, mode: 0o700 });
  for (const { source, target } of missing) {
    const link = join(linksFolder, basename(target));
    if (!existsSync(link)) symlinkSync(join(above, source), link);
  }
  return `${linksFolder}:${join(native, "lib")}`;
}
