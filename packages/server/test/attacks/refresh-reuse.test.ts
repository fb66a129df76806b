import { expect, test, vi } from "vitest";
import { sql } from "../../src/store/queryable.ts";
import { testDatabase } from "../_support/database.ts";
import { claimOwner, codeOf, pairDevice, stranger, testIdentity } from "../_support/identity.ts";
import { sized } from "../_support/size.ts";

/** Threat D1, figures B3 to B6. */
vi.setConfig({ testTimeout: sized(30_000, 600_000) });
const { open } = await testDatabase();
const database = open();
const house = await testIdentity(database);
const { identity, clock, audit } = house;
const owner = await claimOwner(house);
const rounds = sized(4, 100);

const family = async () => (await pairDevice(house, owner.call)).refresh_token ?? "";
const use = async (refresh_token: string) =>
  (await identity.pairing.refresh(stranger(), { refresh_token })).refresh_token ?? "";
const countReuses = async () => {
  const { items } = await audit.search({ event: "token_reused", limit: 100 });
  return items.filter((record) => record.severity === "critical").length;
};
const countTokens = async () => {
  const [row] = await database.query<{ count: number }>(sql`select count(*) as count from refresh_tokens`);
  return row?.count ?? 0;
};

test("B3: fifty at once make exactly one child", async () => {
  for (let round = 0; round < sized(2, 100); round++) {
    const parent = await family();
    const before = await countTokens();
    const children = await Promise.all(Array.from({ length: 50 }, () => use(parent)));
    expect(new Set(children).size).toBe(1);
    expect((await countTokens()) - before).toBe(1);
    expect(await codeOf(use(children[0] ?? ""))).toBe("none");
  }
});

test("B3, negative control: looking first and writing later makes several children of one token", async () => {
  await family();
  let children = 0;
  const naive = async () => {
    const newest = sql`select token_hash, used_at from refresh_tokens order by created_at desc limit 1`;
    const [row] = await database.query<{ token_hash: Buffer; used_at: number | null }>(newest);
    if (!row || row.used_at !== null) return;
    children++;
    await database.query(sql`update refresh_tokens set used_at = now() where token_hash = ${row.token_hash}`);
  };
  await Promise.all(Array.from({ length: 50 }, naive));
  expect(children).toBeGreaterThan(1);
});

test("B4: after the window the whole family ends, and the record says so as critical", async () => {
  for (let round = 0; round < rounds; round++) {
    const before = await countReuses();
    const device = await pairDevice(house, owner.call);
    const child = await use(device.refresh_token ?? "");
    clock.advance(30_000);
    expect(await codeOf(use(device.refresh_token ?? ""))).toBe("refresh_invalid");
    expect(await codeOf(use(child))).toBe("session_ended");
    expect(await codeOf(identity.authenticate.accessToken(device.jwt_token))).toBe("session_ended");
    if (before < 100) expect(await countReuses()).toBe(before + 1);
  }
});

test("a used child closes the window of its parent at once", async () => {
  const parent = await family();
  await use(await use(parent));
  expect(await codeOf(use(parent))).toBe("refresh_invalid");
});

test("B5: a grand-parent inside the window is reuse", async () => {
  for (let round = 0; round < rounds; round++) {
    const grandParent = await family();
    const parent = await use(grandParent);
    const child = await use(parent);
    expect(await codeOf(use(grandParent))).toBe("refresh_invalid");
    expect(await codeOf(use(child))).toBe("session_ended");
    expect(await codeOf(use(parent))).toBe("session_ended");
  }
});

test("B6: a lost reply is given again, the same child, and the device goes on", async () => {
  for (let round = 0; round < rounds; round++) {
    const parent = await family();
    const lost = await use(parent);
    clock.advance(29_000);
    const repeated = await identity.pairing.refresh(stranger(), { refresh_token: parent });
    expect(repeated.refresh_token).toBe(lost);
    expect(await codeOf(identity.authenticate.accessToken(repeated.jwt_token))).toBe("none");
    expect(await codeOf(use(lost))).toBe("none");
  }
});

test("what is stored opens nothing: neither a token nor the sealed child can be read from the table", async () => {
  const parent = await family();
  const child = await use(parent);
  const rows = await database.query<{ token_hash: Buffer; child: Buffer | null }>(
    sql`select token_hash, child from refresh_tokens`,
  );
  const stored = Buffer.concat(rows.flatMap((row) => [row.token_hash, row.child ?? Buffer.alloc(0)]));
  for (const token of [parent, child]) {
    expect(stored.includes(token)).toBe(false);
    expect(stored.includes(Buffer.from(token, "base64url"))).toBe(false);
  }
});
