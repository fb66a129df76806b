import { randomBytes } from "node:crypto";
import { expect, test, vi } from "vitest";
import type { Call } from "../../src/pure/call.ts";
import { sql } from "../../src/store/queryable.ts";
import { testDatabase } from "../_support/database.ts";
import { addPerson, claimOwner, codeOf, operator, stranger, testIdentity } from "../_support/identity.ts";
import { sized } from "../_support/size.ts";

/** Threats S2 and D3, figures B8, B9, B10. */
vi.setConfig({ testTimeout: sized(30_000, 600_000) });
const { open } = await testDatabase();
const database = open();
const house = await testIdentity(database);
const { identity, clock } = house;
const owner = await claimOwner(house);

const from = (n: number): Call => ({ ...stranger(), address: `2001:db8::${(n % 1000).toString(16)}` });
const guess = () => ({
  session_id: randomBytes(16).toString("base64url"),
  temp_token: randomBytes(32).toString("base64url"),
});
const redeem = (pairing: { session_id: string; temp_token: string }, call: Call = stranger()) =>
  identity.pairing.redeem(call, { ...pairing, device_info: "x" });
const picked = ({ session_id, temp_token }: { session_id: string; temp_token: string }) => ({
  session_id,
  temp_token,
});

test("B8: no guess hits, at any rate, and the pairing that was waited for still works", async () => {
  const pairing = picked(await identity.pairing.create(owner.call, {}));
  const tries = sized(1_000, 100_000);
  let hits = 0;
  for (let i = 0; i < tries; i += 50) {
    const codes = await Promise.all(
      Array.from({ length: 50 }, (_, n) => codeOf(redeem(guess(), from(i + n)))),
    );
    hits += codes.filter((code) => code !== "pairing_invalid").length;
  }
  expect(hits).toBe(0);
  expect(await codeOf(redeem(pairing))).toBe("none");
});

test("B8: with its session id known, ten wrong tokens are the last; nine are forgiven", async () => {
  const forgiven = picked(await identity.pairing.create(owner.call, {}));
  for (let i = 0; i < 9; i++) {
    expect(await codeOf(redeem({ ...forgiven, temp_token: guess().temp_token }))).toBe("pairing_invalid");
  }
  expect(await codeOf(redeem(forgiven))).toBe("none");

  const dead = picked(await identity.pairing.create(owner.call, {}));
  await Promise.all(
    Array.from({ length: 40 }, () => codeOf(redeem({ ...dead, temp_token: guess().temp_token }))),
  );
  expect(await codeOf(redeem(dead))).toBe("pairing_invalid");
});

test("B8: a hundred at once, one device; then never again, and never too late", async () => {
  const pairing = picked(await identity.pairing.create(owner.call, {}));
  const codes = await Promise.all(Array.from({ length: 100 }, () => codeOf(redeem(pairing))));
  expect(codes.filter((code) => code === "none")).toHaveLength(1);
  expect(codes.filter((code) => code === "pairing_invalid")).toHaveLength(99);
  expect(await codeOf(redeem(pairing))).toBe("pairing_invalid");

  const late = picked(await identity.pairing.create(owner.call, {}));
  clock.advance(5 * 60_000);
  expect(await codeOf(redeem(late))).toBe("pairing_invalid");
  clock.advance(-5 * 60_000);
});

test("negative control: looking first and writing later pairs many devices with one token", async () => {
  const { session_id } = await identity.pairing.create(owner.call, {});
  let devices = 0;
  const naive = async () => {
    const [row] = await database.query<{ state: string }>(
      sql`select state from pairings where session_id = ${session_id}`,
    );
    if (row?.state !== "waiting") return;
    devices++;
    await database.query(sql`update pairings set state = 'used' where session_id = ${session_id}`);
  };
  await Promise.all(Array.from({ length: 100 }, naive));
  expect(devices).toBeGreaterThan(1);
});

test("B9: another account fills its own places, not the victim's", async () => {
  const admin = await addPerson(house, "admin");
  const victim = await addPerson(house, "member");
  const own = picked(await identity.pairing.create(victim.call, {}));
  for (let i = 0; i < 20; i++) await identity.pairing.create(admin.call, { user: victim.email });
  for (let i = 0; i < 20; i++) await identity.pairing.create(operator(), { user: victim.email });
  expect(await codeOf(redeem(own))).toBe("none");

  const first = picked(await identity.pairing.create(victim.call, {}));
  const rest = [];
  for (let i = 0; i < 5; i++) rest.push(picked(await identity.pairing.create(victim.call, {})));
  expect(await codeOf(redeem(first))).toBe("pairing_invalid");
  for (const pairing of rest) expect(await codeOf(redeem(pairing))).toBe("none");
});

test("B10: what a device says about itself gives it nothing", async () => {
  const member = await addPerson(house, "member");
  const wishes = ["owner", "admin", "auditor", "*", "people.grant_roles"].flatMap((wish) =>
    ["role", "roles", "scope", "permissions", "is_admin", "user", "user_id", "sub", "grant", "session"].map(
      (name) => ({
        [name]: wish,
      }),
    ),
  );
  let beyond = 0;
  let tried = 0;
  for (const wish of wishes.slice(0, sized(8, 50))) {
    for (const inside of [true, false]) {
      const pairing = picked(await identity.pairing.create(member.call, {}));
      const request = inside
        ? { ...pairing, device_info: { device_name: "x", ...wish } }
        : { ...pairing, device_info: {}, ...wish };
      const device = await identity.pairing.redeem(stranger(), request);
      const again = await identity.pairing.refresh(stranger(), {
        refresh_token: device.refresh_token ?? "",
        ...wish,
      });
      for (const token of [device.jwt_token, again.jwt_token]) {
        const { principal } = await identity.authenticate.accessToken(token);
        tried++;
        if (principal.role !== "member" || principal.personId !== member.id) beyond++;
      }
    }
  }
  expect(tried).toBeGreaterThanOrEqual(sized(32, 200));
  expect(beyond).toBe(0);
});
