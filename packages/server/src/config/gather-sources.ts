import { constants } from "node:fs";
import { access, open } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { sendmailPrograms } from "../pure/sendmail-programs.ts";
import { referredVariables } from "./expand-variables.ts";
import type { Issue } from "./issue.ts";
import { masterKeyCredential, secretVariables } from "./known-variables.ts";
import type { ConfigurationSources } from "./sources.ts";

export type ReadText = (
  path: string,
  maxBytes: number,
) => Promise<{ readonly text: string; readonly mode: number }>;

export interface GatherOptions {
  /** `--config FILE` */
  readonly file?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly readText?: ReadText;
}

const fileBytes = 1024 * 1024;
const secretBytes = 64 * 1024;

/** Reads the file, the secret files and the variables that configuration is about. Judges nothing. */
export async function gatherConfigurationSources(options: GatherOptions): Promise<ConfigurationSources> {
  const { environment, home } = options;
  const readText = options.readText ?? readRegularText;
  const problems: Issue[] = [];
  /** Only "not there" may be fine: what is there and cannot be read is reported, never passed over. */
  const read = async (path: string, maxBytes: number, name: string, mayBeAbsent = false) => {
    try {
      return { path, ...(await readText(path, maxBytes)) };
    } catch (error) {
      if (!(mayBeAbsent && isAbsence(error))) {
        problems.push({ path: name, message: `${path} ${describeReadError(error)}` });
      }
      return null;
    }
  };

  const file = await readFirst(placesOf(options), (place) =>
    read(place.path, fileBytes, place.name, place.mayBeAbsent),
  );
  const referred = file ? referredVariables(file.text) : [];
  const known: Record<string, string> = {};
  const secretFiles: Record<string, { path: string; text: string }> = {};
  for (const name of new Set([...secretVariables, ...referred])) {
    const value = variable(environment, name);
    if (value !== undefined) known[name] = value;
    const path = variable(environment, `${name}_FILE`);
    if (!path || (value !== undefined && !secretVariables.includes(name))) continue;
    const secret = await read(resolve(path), secretBytes, `${name}_FILE`);
    if (secret) secretFiles[name] = { path: secret.path, text: secret.text.replace(/[\r\n]+$/, "") };
  }

  const credentials = environment["CREDENTIALS_DIRECTORY"];
  const credentialPath = credentials ? join(credentials, masterKeyCredential) : null;
  const credential = credentialPath && (await read(credentialPath, secretBytes, credentialPath, true));

  return {
    home,
    file,
    environment: known,
    secretFiles,
    masterKeyCredential: credential ? { path: credential.path, text: credential.text.trim() } : null,
    strangeVariables: Object.keys(environment).filter((name) => /^(ENTOBOT|NANOBOT)_/.test(name)),
    sendmail: await anyExecutable(sendmailPrograms),
    problems,
  };
}

const variable = (environment: GatherOptions["environment"], name: string): string | undefined =>
  Object.hasOwn(environment, name) ? environment[name] : undefined;

interface Place {
  readonly path: string;
  readonly name: string;
  readonly mayBeAbsent: boolean;
}

/** A file that somebody named must be there; the usual places may be empty. */
function placesOf({ file, environment, home }: GatherOptions): readonly Place[] {
  if (file !== undefined) return [{ path: resolve(file), name: "--config", mayBeAbsent: false }];
  const named = environment["ENTOBOT_CONFIG"];
  if (named !== undefined) return [{ path: resolve(named), name: "ENTOBOT_CONFIG", mayBeAbsent: false }];
  return [join(home, "config.json"), "/etc/entobot/config.json"].map((path) => ({
    path,
    name: path,
    mayBeAbsent: true,
  }));
}

async function readFirst<T>(
  places: readonly Place[],
  read: (place: Place) => Promise<T | null>,
): Promise<T | null> {
  for (const place of places) {
    const found = await read(place);
    if (found) return found;
  }
  return null;
}

async function anyExecutable(paths: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    paths.map((path) =>
      access(path, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

/** Bounded, and strict about UTF-8: a secret must not lose bytes on the way. Pipes are fine, folders and devices are not. */
const readRegularText: ReadText = async (path, maxBytes) => {
  const handle = await open(path, "r");
  try {
    const stat = await handle.stat();
    if (!stat.isFile() && !stat.isFIFO()) throw Object.assign(new Error("no file"), { code: "EISDIR" });
    const bytes = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length > maxBytes) break;
    }
    if (length > maxBytes) throw Object.assign(new Error("too large"), { code: "EFBIG" });
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length));
    return { text, mode: stat.isFile() ? stat.mode & 0o777 : 0o600 };
  } finally {
    await handle.close();
  }
};

const isAbsence = (error: unknown): boolean =>
  ["ENOENT", "ENOTDIR"].includes(String((error as { code?: unknown }).code));

function describeReadError(error: unknown): string {
  switch ((error as { code?: unknown }).code) {
    case "ENOENT":
    case "ENOTDIR":
      return "does not exist.";
    case "EACCES":
    case "EPERM":
      return "may not be read by this user.";
    case "EISDIR":
      return "is not a file.";
    case "EFBIG":
      return "is too large.";
    case "ERR_ENCODING_INVALID_ENCODED_DATA":
      return "is not valid UTF-8 text.";
    default:
      return "cannot be read.";
  }
}

export const folderOf = (sources: ConfigurationSources): string =>
  sources.file ? dirname(sources.file.path) : sources.home;
