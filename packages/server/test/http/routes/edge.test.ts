import { connect } from "node:net";
import type { EdgeView } from "@entobot/contract/edge";
import { expect, test } from "vitest";
import { ask, bearer } from "../../_support/doors.ts";
import { handshakeStatus, TestPhone } from "../../_support/doors-phone.ts";
import { openRealDoors } from "../../_support/doors-real.ts";

const doors = await openRealDoors();
const { rest, web, mobile } = doors.server.ports;
const owner = await doors.person("owner");
const member = await doors.person("member");

const edge = async () => (await owner.ask("/api/v1/edge")).json as unknown as EdgeView;
const countsOf = ({ places }: EdgeView) =>
  Object.fromEntries(places.map(({ door, reason, count }) => [`${door} ${reason}`, count]));

const signIn = (port: number, from: string, password = "no") =>
  ask(port, "/api/v1/auth/sign-in", { method: "POST", from, body: { email: owner.email, password } });

async function bytes(port: number, text: string): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.end(text);
  await new Promise((resolve) => socket.once("close", resolve).resume());
}

async function frames(from: string, ...sent: (object | string)[]): Promise<void> {
  const phone = await new TestPhone(`ws://127.0.0.1:${mobile}/`, { localAddress: from }).open();
  for (const frame of sent) await phone.ask(frame);
  phone.close();
}

async function times(count: number, one: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i++) await one();
}

test("who only looks in is no refusal: a browser without a cookie asks who is signed in, and is told nobody", async () => {
  const before = countsOf(await edge());
  const seen = async () => (await doors.server.house.audit.search({ limit: 100 })).items.length;
  const records = await seen();
  for (const port of [web, rest]) {
    const answer = await ask(port, "/api/v1/auth/session", { from: "127.0.3.20" });
    expect([answer.status, answer.text]).toEqual([200, "null"]);
  }
  expect(countsOf(await edge())).toEqual(before);
  expect(await seen()).toBe(records);
  // The control: a credential that is shown must be right, also here.
  const forged = { headers: bearer(`${owner.jwt}x`), from: "127.0.3.21" };
  expect((await ask(rest, "/api/v1/auth/session", forged)).status).toBe(401);
  expect(countsOf(await edge())["rest invalid_credentials"]).toBe(
    (before["rest invalid_credentials"] ?? 0) + 1,
  );
});

test("every refusal is counted once, at its door and for its reason; what succeeds or is only not there is not", async () => {
  const before = countsOf(await edge());
  await times(2, () => ask(rest, "/..%2f"));
  await times(3, () => ask(web, "/", { headers: { host: "evil.example" } }));
  await times(4, () => ask(web, "/api/v1/users"));
  await times(5, () => member.ask("/api/v1/users"));
  await times(3, () => signIn(rest, "127.0.3.1"));
  await times(2, () => ask(rest, "/api/v1/devices", { headers: bearer(`${owner.jwt}x`), from: "127.0.3.2" }));
  await times(6, () => bytes(rest, "nonsense\r\n\r\n"));
  await times(2, () => handshakeStatus(`ws://127.0.0.1:${web}/elsewhere`));
  await times(3, () => frames("127.0.3.3", "{", { type: "fly" }, { type: "pair", session_id: "" }));
  await frames("127.0.3.4", { type: "auth", jwt_token: `${owner.jwt}x` });
  // No refusals of the edge: a good request, an unknown device, a page that does not exist.
  await owner.ask("/api/v1/status");
  await owner.ask("/api/v1/devices/dev_00000000000000000000000000", { method: "DELETE" });
  const after = countsOf(await edge());
  const change = Object.fromEntries(
    Object.entries(after).flatMap(([key, count]) => {
      const more = count - (before[key] ?? 0);
      return more === 0 ? [] : [[key, more]];
    }),
  );
  expect(change).toEqual({
    "rest invalid_path": 2,
    "web misdirected_host": 3,
    "web not_authenticated": 4,
    "rest access_denied": 5,
    "rest invalid_credentials": 5,
    "rest not_http": 6,
    "web not_found": 2,
    "mobile invalid_json": 3,
    "mobile unknown_type": 3,
    "mobile invalid_request": 3,
    "mobile invalid_credentials": 1,
  });
});

test("the same numbers by minute and by address", async () => {
  const view = await edge();
  const all = view.places.reduce((sum, { count }) => sum + count, 0);
  expect(view.minutes.flatMap(({ counts }) => Object.values(counts)).reduce((a, b) => a + b, 0)).toBe(all);
  expect(view.addresses.reduce((sum, { count }) => sum + count, 0)).toBe(all);
  expect(view.addresses.find(({ address }) => address === "127.0.3.3")).toMatchObject({ count: 9 });
  expect(view.minutes).toHaveLength(60);
  expect([view.your_address, view.certificates]).toEqual(["127.0.0.1", []]);
  expect(view.enforced).toEqual({
    allow_list: false,
    rate_limit: true,
    tls: { rest: false, mobile: false, web: false },
  });
});

test("who is locked out is listed, and let go by id once", async () => {
  await Promise.all(Array.from({ length: 12 }, () => signIn(rest, "127.0.3.9")));
  const list = async () =>
    ((await owner.ask("/api/v1/edge/lockouts")).json as { items: { id: string; subject: string }[] }).items;
  await expect
    .poll(list, { timeout: 5_000 })
    .toMatchObject([{ kind: "address", subject: "127.0.3.9", level: 1 }]);
  const [{ id } = { id: "" }] = await list();
  const release = () => owner.ask("/api/v1/edge/lockouts/release", { method: "POST", body: { id } });
  expect((await release()).json).toMatchObject({ id, subject: "127.0.3.9" });
  expect((await release()).status).toBe(404);
  expect(await list()).toEqual([]);
  await expect.poll(async () => (await signIn(rest, "127.0.3.9")).status, { timeout: 3_000 }).toBe(401);
});

test("auditors look and cannot touch; members do neither; a name is no id", async () => {
  const auditor = await doors.person("auditor");
  const body = { id: `address:${"0".repeat(64)}` };
  const asked = async (who: typeof owner) => [
    (await who.ask("/api/v1/edge")).status,
    (await who.ask("/api/v1/edge/lockouts")).status,
    (await who.ask("/api/v1/edge/lockouts/release", { method: "POST", body })).status,
  ];
  expect(await asked(auditor)).toEqual([200, 200, 403]);
  expect(await asked(member)).toEqual([403, 403, 403]);
  expect(await asked(owner)).toEqual([200, 200, 404]);
  const named = await owner.ask("/api/v1/edge/lockouts/release", {
    method: "POST",
    body: { id: "127.0.3.9" },
  });
  expect(named.status).toBe(400);
});
