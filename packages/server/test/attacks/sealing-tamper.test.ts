import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { PersonId } from "@entobot/contract/ids";
import { expect, test } from "vitest";
import type { Place, Sealed } from "../../src/privacy/index.ts";
import { testDatabase } from "../_support/database.ts";
import { newId, testKeyRing } from "../_support/key-ring.ts";
import { sized } from "../_support/size.ts";

/** H2: whoever can write the database changes, moves or swaps ciphertexts. */
const { open } = await testDatabase();
const database = open();
const ring = testKeyRing(database);

interface Row {
  readonly owner: PersonId;
  readonly place: Place;
  readonly sealed: Sealed;
}

async function rows(count: number): Promise<Row[]> {
  const owners = Array.from({ length: 4 }, () => newId<PersonId>("usr"));
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const owner = owners[i % owners.length] as PersonId;
      const place = { table: "messages", row: `msg_${i >> 3}`, column: i & 4 ? "content" : "tool" };
      return { owner, place, sealed: await ring.seal(owner, place, `content ${i} ${"x".repeat(i % 50)}`) };
    }),
  );
}

/** What a reader is told; undefined when it opened. */
async function refusal(owner: PersonId, place: Place, sealed: Sealed): Promise<string | undefined> {
  try {
    await ring.open(owner, place, sealed);
    return undefined;
  } catch (error) {
    return `${(error as Error).name} ${(error as Error).message}`;
  }
}

const uniform = "Failure internal: sealed content did not open";

test("every byte flipped, every cut, does not open, with one and the same answer", async () => {
  const answers = new Set<string | undefined>();
  let tried = 0;
  for (const { owner, place, sealed } of await rows(sized(20, 200))) {
    for (let i = 0; i < sealed.bytes.length; i++) {
      const bytes = Buffer.from(sealed.bytes);
      bytes[i] = (bytes[i] as number) ^ (1 << (i % 8));
      answers.add(await refusal(owner, place, { ...sealed, bytes }));
      tried++;
    }
    for (const cut of [0, 1, 12, 27, 28, sealed.bytes.length - 1]) {
      answers.add(await refusal(owner, place, { ...sealed, bytes: sealed.bytes.subarray(0, cut) }));
    }
    answers.add(
      await refusal(owner, place, { ...sealed, bytes: Buffer.concat([sealed.bytes, Buffer.from([0])]) }),
    );
  }
  expect(tried).toBeGreaterThan(sized(800, 8000));
  expect([...answers]).toEqual([uniform]);
});

test("swapped between rows, columns, tables and people, or under an old key id, does not open", async () => {
  const all = await rows(sized(40, 200));
  const answers = new Set<string | undefined>();
  for (const [i, row] of all.entries()) {
    const other = all[(i + 1) % all.length] as Row;
    answers.add(await refusal(row.owner, row.place, other.sealed));
    answers.add(await refusal(row.owner, { ...row.place, row: "msg_other" }, row.sealed));
    answers.add(await refusal(row.owner, { ...row.place, column: "title" }, row.sealed));
    answers.add(await refusal(row.owner, { ...row.place, table: "conversations" }, row.sealed));
    answers.add(await refusal(other.owner, row.place, row.sealed));
    answers.add(await refusal(row.owner, row.place, { ...row.sealed, keyId: other.sealed.keyId }));
    answers.add(await refusal(row.owner, row.place, { ...row.sealed, keyId: newId("key") }));
    // Parts that run together must not give the same associated data.
    const run = {
      table: row.place.table + row.place.row[0],
      row: row.place.row.slice(1),
      column: row.place.column,
    };
    answers.add(await refusal(row.owner, run, row.sealed));
  }
  expect([...answers]).toEqual([uniform]);
  for (const row of all) expect(await refusal(row.owner, row.place, row.sealed)).toBeUndefined();
});

test("control: sealing without associated data lets the same swap open", () => {
  const key = randomBytes(32);
  const naiveSeal = (text: string) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  };
  const naiveOpen = (bytes: Buffer) => {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString();
  };
  const table = [naiveSeal("mine"), naiveSeal("theirs")];
  table.reverse();
  expect(naiveOpen(table[0] as Buffer)).toBe("theirs");
});
