import { open, rename, rm } from "node:fs/promises";
import { randomId } from "../base64url.ts";

/** Old or new, never torn, readable by its owner alone. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomId()}.new`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
