import { join } from "node:path";
import type { Configuration } from "../config/index.ts";
import type { NewId, Random } from "../crypto/new-id.ts";
import { newToken } from "../crypto/token.ts";
import { readOrMakeSecret, readSecretFile } from "../host/secret-file.ts";
import { createKeyRing, type KeyRing } from "../privacy/index.ts";
import type { Clock } from "../pure/clock.ts";
import { Failure } from "../pure/failure.ts";
import type { Database } from "../store/database.ts";

export interface HouseSecrets {
  readonly jwtSecret: Uint8Array;
  readonly keyRing: KeyRing;
  /** The master key is a file in the home folder, beside the data that it protects. */
  readonly masterKeyInHome: boolean;
}

interface Needs {
  readonly configuration: Configuration;
  /** Folder of the home's secret files. */
  readonly folder: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
}

/** Given by the operator, else made once and kept in the home. A master key is never made where wrapped keys exist. */
export async function openHouseSecrets(needs: Needs): Promise<HouseSecrets> {
  const { configuration, folder, random } = needs;
  const given = configuration.secrets.jwtSecret?.reveal();
  const jwtSecret =
    given ??
    (await readOrMakeSecret(join(folder, "jwt-secret"), () => newToken(random) + newToken(random))).value;
  const master = configuration.secrets.masterKey?.reveal();
  return {
    jwtSecret: Buffer.from(jwtSecret, "utf8"),
    keyRing: master ? await checkedRing(needs, Buffer.from(master)) : await ringFromHome(needs),
    masterKeyInHome: master === undefined,
  };
}

async function ringFromHome(needs: Needs): Promise<KeyRing> {
  const path = join(needs.folder, "master-key");
  const kept = await readSecretFile(path);
  if (kept !== undefined) return checkedRing(needs, decodeKey(path, kept));
  // Checked against the database before it is written: a lost key file must never be replaced by a new one.
  const made = needs.random(32);
  const ring = await checkedRing(needs, made);
  const { created } = await readOrMakeSecret(path, () => made.toString("base64url"));
  return created ? ring : ringFromHome(needs);
}

function decodeKey(path: string, text: string): Buffer {
  const key = Buffer.from(text, "base64url");
  if (key.length !== 32) {
    throw new Failure("configuration", {
      text: `The master key in ${path} is damaged. Restore it from a backup.`,
    });
  }
  return key;
}

async function checkedRing({ database, clock, random, newId }: Needs, masterKey: Buffer): Promise<KeyRing> {
  const ring = createKeyRing({ masterKey, database, clock, random, newId });
  await ring.assertMasterKey(database);
  return ring;
}
