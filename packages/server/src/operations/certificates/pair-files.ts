import { constants } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import type { CertificatePair } from "../../crypto/certificate.ts";

/** Where the two files are, as the configuration says. */
export interface PairPaths {
  readonly chain: string;
  readonly key: string;
}

/** A file that cannot be read. `code` is the system's word, such as ENOENT. */
export interface FileFault {
  readonly file: keyof PairPaths;
  readonly code: string;
}

export interface ReadPair {
  readonly pair: CertificatePair;
  /** Others on this machine can read the key. */
  readonly keyIsOpen: boolean;
}

const mostBytes = 1024 * 1024;

export async function readPair(paths: PairPaths): Promise<ReadPair | FileFault> {
  const chain = await readFile(paths, "chain");
  if ("code" in chain) return chain;
  const key = await readFile(paths, "key");
  if ("code" in key) return key;
  return { pair: { chain: chain.bytes, key: key.bytes }, keyIsOpen: (key.mode & 0o004) !== 0 };
}

/** Differs when either file was replaced, wherever its links lead now. */
export async function stampOf({ chain, key }: PairPaths): Promise<string> {
  const stamps = await Promise.all(
    [chain, key].map((path) => fileStamp(path).catch((error) => codeOf(error))),
  );
  return stamps.join(" ");
}

async function fileStamp(path: string): Promise<string> {
  const real = await realpath(path);
  const { dev, ino, size, mtimeMs, ctimeMs } = await stat(real);
  return [real, dev, ino, size, mtimeMs, ctimeMs].join(":");
}

async function readFile(
  paths: PairPaths,
  file: keyof PairPaths,
): Promise<{ bytes: Buffer; mode: number } | FileFault> {
  try {
    // A pipe of that name would wait for ever.
    const handle = await open(paths[file], constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await handle.stat();
      if (!found.isFile()) return { file, code: "ENOTFILE" };
      if (found.size > mostBytes) return { file, code: "EFBIG" };
      return { bytes: await handle.readFile(), mode: found.mode };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { file, code: codeOf(error) };
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "EUNKNOWN";
