import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SocketFolder {
  readonly path: string;
  /** True when the home's own path was too long for a socket. */
  readonly elsewhere: boolean;
  remove(): void;
}

/** A Unix socket's path holds 107 bytes, and PostgreSQL appends `/.s.PGSQL.5432`. */
const longest = 90;

export function makeSocketFolder(run: string): SocketFolder {
  if (Buffer.byteLength(run) <= longest) {
    mkdirSync(run, { recursive: true, mode: 0o700 });
    chmodSync(run, 0o700);
    return { path: run, elsewhere: false, remove() {} };
  }
  // mkdtemp: mode 0700 and a name that nobody could have prepared. Who joins learns it from the lock file.
  const path = mkdtempSync(join(Buffer.byteLength(tmpdir()) > 60 ? "/tmp" : tmpdir(), "entobot-"));
  return { path, elsewhere: true, remove: () => rmSync(path, { recursive: true, force: true }) };
}
