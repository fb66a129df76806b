import { lchownSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { Failure } from "../pure/failure.ts";
import { canAs } from "./as-user.ts";
import type { SystemUser } from "./system-user.ts";

/**
 * The home that root hands to the system user. Root touches a folder only while nobody but root can write to it or
 * to anything above it: below what `entobot` can write, a link could turn root's hand elsewhere (CWE-59).
 */
export function prepareSystemHome(folder: string, user: SystemUser): void {
  if (!lstatIfThere(folder)) {
    assertRootsPath(dirname(folder));
    mkdirSync(folder, { mode: 0o700 });
  }
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw unusable(folder, "it is not a folder");
  if (found.uid === 0) {
    if (readdirSync(folder).length > 0) {
      throw unusable(folder, "it belongs to root and is not empty; give it to entobot yourself (chown -R)");
    }
    assertRootsPath(dirname(folder));
    lchownSync(folder, user.uid, user.gid);
  } else if (found.uid !== user.uid) {
    throw unusable(folder, `it belongs to user ${found.uid}, and Entobot runs as ${user.name} (${user.uid})`);
  }
  if (!canAs(user, "-w", folder) || !canAs(user, "-x", folder)) {
    throw unusable(folder, `the user ${user.name} cannot reach it; a folder above it is closed to others`);
  }
}

function assertRootsPath(folder: string): void {
  for (let path = folder; ; path = dirname(path)) {
    const found = lstatIfThere(path);
    if (!found) throw unusable(folder, `${path} does not exist`);
    const real = found.isSymbolicLink() ? statSync(path) : found;
    const sticky = (real.mode & 0o1000) !== 0;
    if (found.uid !== 0 || real.uid !== 0 || ((real.mode & 0o022) !== 0 && !sticky)) {
      throw unusable(folder, `others than root can write to ${path}`);
    }
    if (path === dirname(path)) return;
  }
}

function lstatIfThere(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function unusable(folder: string, why: string): Failure {
  return new Failure("configuration", {
    text: `The home ${folder} cannot be used when root starts Entobot: ${why}. Set ENTOBOT_HOME to another folder.`,
  });
}
