import { chmod, lstat, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Failure } from "../../pure/failure.ts";
import type { WrittenFile } from "./files.ts";
import { isOurs } from "./stamp.ts";

/**
 * All or none: what stands there and is not ours as we wrote it is never replaced without being told so. Links are
 * replaced and never followed. Readable for everybody, for no secret is in them.
 */
export async function writeFiles(
  folder: string,
  files: readonly WrittenFile[],
  force: boolean,
): Promise<void> {
  const folders = [...new Set(files.map(({ path }) => dirname(join(folder, path))))];
  const foreign = (
    await Promise.all(files.map(async ({ path }) => ((await isForeign(join(folder, path))) ? [path] : [])))
  ).flat();
  if (foreign.length > 0 && !force) {
    throw new Failure("conflict", {
      text: `These files are not as "entobot harden" wrote them; nothing was written. --force replaces them: ${foreign.join(", ")}.`,
    });
  }
  try {
    await makeFolder(folder, folder);
    for (const inner of folders) await makeFolder(folder, inner);
    for (const file of files) await replace(join(folder, file.path), file);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure("invalid_request", { text: "The files cannot be written into that folder.", cause });
  }
}

async function isForeign(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return false;
  return !found.isFile() || found.size > 1024 * 1024 || !isOurs(await readFile(path, "utf8").catch(() => ""));
}

async function makeFolder(root: string, path: string): Promise<void> {
  if (path !== root && dirname(path) !== root) await makeFolder(root, dirname(path));
  try {
    const made = await mkdir(path, { recursive: path === root });
    if (path !== root || made !== undefined) await chmod(path, 0o755);
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") throw error;
  }
  const found = await lstat(path);
  if (!found.isDirectory() && !(path === root && found.isSymbolicLink())) {
    throw new Failure("conflict", { text: `${path} is there and is no folder.` });
  }
}

async function replace(path: string, { text, executable }: WrittenFile): Promise<void> {
  const draft = `${path}.${process.pid}.part`;
  try {
    const handle = await open(draft, "wx");
    try {
      await handle.chmod(executable ? 0o755 : 0o644);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") await rm(draft, { force: true });
    throw error;
  }
}
