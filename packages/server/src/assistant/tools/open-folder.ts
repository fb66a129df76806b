import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** O_NOFOLLOW refuses a link as the last component, and every component here is a last one; O_DIRECTORY refuses all that is no folder, without opening it. */
const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Opens a folder below an open one, name by name. Between check and use nothing can be exchanged: what was opened is
 * what is read (Linux: /proc/self/fd). Throws the system's error; throws ENOENT for names that are none.
 */
export async function openBelow(root: FileHandle, names: readonly string[]): Promise<FileHandle> {
  let folder = root;
  try {
    for (const name of names) {
      const next = await open(pathOf(folder, name), flags);
      if (folder !== root) await folder.close();
      folder = next;
    }
    return folder === root ? await open(pathOf(root, "."), flags) : folder;
  } catch (error) {
    if (folder !== root) await folder.close();
    throw error;
  }
}

/** The path of something in an open folder; `name` is one component. */
export function pathOf(folder: FileHandle, name: string): string {
  if (name.includes("/") || name.includes("\0")) throw new TypeError("a name has no slash");
  return name === "." ? `/proc/self/fd/${folder.fd}/.` : `/proc/self/fd/${folder.fd}/${name}`;
}

/** The components of a relative path, or undefined when it tries to be anything else. */
export function componentsOf(path: string): string[] | undefined {
  if (path.includes("\0") || path.startsWith("/") || Buffer.byteLength(path) > 4096) return undefined;
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  const odd = names.some((name) => name === ".." || Buffer.byteLength(name) > 255);
  return odd || names.length > 32 ? undefined : names;
}
