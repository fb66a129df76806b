import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, link, open, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { Failure } from "../pure/failure.ts";

export interface SecretFile {
  readonly value: string;
  readonly created: boolean;
}

let asides = 0;

/**
 * Reads a one-line secret, or makes it once: mode 0600, complete or absent (written aside, synced, linked under its
 * name), and the same for two that start at once. A secret that others can read or that is empty is refused: it is
 * never replaced, for what it protects would be lost.
 */
export async function readOrMakeSecret(path: string, make: () => string): Promise<SecretFile> {
  const existing = await readSecretFile(path);
  if (existing !== undefined) return { value: existing, created: false };
  const aside = `${path}.new-${process.pid}-${asides++}`;
  await writeSynced(aside, `${make()}\n`);
  try {
    await link(aside, path);
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") throw error;
  } finally {
    await unlink(aside);
  }
  await syncFolder(dirname(path));
  const value = await readSecretFile(path);
  if (value === undefined) throw refused(path, "it vanished while it was made");
  return { value, created: true };
}

/** The secret without its line end, or undefined when there is no such file. */
export async function readSecretFile(path: string): Promise<string | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw refused(path, "it cannot be read", error);
  }
  try {
    assertPrivate(path, await file.stat({ bigint: true }));
    const value = (await file.readFile("utf8")).replace(/\r?\n$/, "");
    if (value === "") throw refused(path, "it is empty; restore it from a backup");
    return value;
  } finally {
    await file.close();
  }
}

function assertPrivate(path: string, found: BigIntStats): void {
  if (!found.isFile()) throw refused(path, "it is not a plain file");
  if (process.getuid && Number(found.uid) !== process.getuid())
    throw refused(path, "it belongs to another user");
  if ((found.mode & 0o077n) !== 0n) {
    throw refused(path, "others can read it; run chmod 600 on it, and think about who has read it");
  }
}

async function writeSynced(path: string, content: string): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const refused = (path: string, why: string, cause?: unknown): Failure =>
  new Failure("configuration", { text: `The secret file ${path} cannot be used: ${why}.`, cause });
