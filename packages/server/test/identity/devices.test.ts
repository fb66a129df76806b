import type { DeviceId } from "@entobot/contract/ids";
import { expect, test } from "vitest";
import { testDatabase } from "../_support/database.ts";
import {
  addPerson,
  callAs,
  claimOwner,
  codeOf,
  goodPassword,
  operator,
  pairDevice,
  stranger,
  type TestPerson,
  testIdentity,
} from "../_support/identity.ts";

const { open } = await testDatabase();
const server = await testIdentity(open());
const { identity, audit } = server;
const owner = await claimOwner(server);

const signInAgain = async ({ email }: TestPerson) =>
  callAs((await identity.passwords.signIn(stranger(), { email, password: goodPassword })).principal);
const isLive = (person: { call: TestPerson["call"] }) =>
  identity.sessions.isLive(person.call.principal.sessionId);
const recordsAbout = async (target: string) => (await audit.search({ about: target, limit: 100 })).items;

test("a lost phone and the browsers of its person end in one act, and a pairing made on one of them is dead", async () => {
  const person = await addPerson(server);
  const second = await signInAgain(person);
  const device = await pairDevice(server, person.call);
  const other = await pairDevice(server, person.call);
  const waiting = await identity.pairing.create(second, {});
  await identity.devices.remove(owner.call, device.device_id as DeviceId, { browsers: true });

  expect(await isLive(person)).toBe(false);
  expect(await isLive({ call: second })).toBe(false);
  expect(await codeOf(identity.authenticate.accessToken(device.jwt_token))).toBe("session_ended");
  const { session_id, temp_token } = waiting;
  expect(await codeOf(identity.pairing.redeem(stranger(), { session_id, temp_token, device_info: {} }))).toBe(
    "pairing_invalid",
  );
  // What was not named lives on: another phone of theirs, and whoever removed it.
  expect(await codeOf(identity.authenticate.accessToken(other.jwt_token))).toBe("none");
  expect(await isLive(owner)).toBe(true);

  // What takes rights away acts at commit; the chain follows.
  const ended = async () =>
    (await audit.search({ event: "session_revoked", limit: 100 })).items
      .filter(({ details }) => details["person"] === person.id)
      .map(({ actor, details }) => [actor, details["reason"]]);
  await expect.poll(ended).toEqual([device.device_id, null, null].map(() => [owner.id, "device_removed"]));
});

test("without it being asked for, browsers stay: the negative control", async () => {
  const person = await addPerson(server);
  const device = await pairDevice(server, person.call);
  await identity.devices.remove(owner.call, device.device_id as DeviceId);
  expect(await isLive(person)).toBe(true);
});

test("who removes their own phone is not signed out where they sit", async () => {
  const person = await addPerson(server);
  const second = await signInAgain(person);
  const device = await pairDevice(server, person.call);
  await identity.devices.remove(person.call, device.device_id as DeviceId, { browsers: true });
  expect([await isLive(person), await isLive({ call: second })]).toEqual([true, false]);
});

test("who may not, ends and renames nothing of somebody else's", async () => {
  const [person, member, auditor] = [
    await addPerson(server, "owner"),
    await addPerson(server),
    await addPerson(server, "auditor"),
  ];
  const admin = await addPerson(server, "admin");
  const id = (await pairDevice(server, person.call)).device_id as DeviceId;
  for (const [{ call }, code] of [
    [member, "not_found"],
    [auditor, "not_found"],
    [admin, "access_denied"],
  ] as const) {
    expect(await codeOf(identity.devices.remove(call, id, { browsers: true }))).toBe(code);
    expect(await codeOf(identity.devices.rename(call, id, "Mine now"))).toBe(code);
  }
  expect(await isLive(person)).toBe(true);
  const [device] = (await identity.devices.list(person.call, { limit: 10 })).items;
  expect(device?.device_name).toBe("phone");
});

test("a device takes another name at once, wherever it is asked for, and the record says so", async () => {
  const person = await addPerson(server);
  const device = await pairDevice(server, person.call);
  const id = device.device_id as DeviceId;
  const nameNow = async () =>
    (await identity.authenticate.accessToken(device.jwt_token)).principal.deviceName;
  expect(await nameNow()).toBe("phone");
  await identity.devices.rename(person.call, id, "Ada’s phone");
  expect(await nameNow()).toBe("Ada’s phone");
  await identity.devices.rename(operator(), id, "Reception");
  expect(await nameNow()).toBe("Reception");
  const renamed = (await recordsAbout(id)).filter(({ event }) => event === "device_changed");
  expect(renamed.map(({ actor, details }) => [actor, details["renamed"]])).toEqual([
    ["cli:1000", true],
    [person.id, true],
  ]);
  // A name is a person's own words: hashed only as a commitment.
  expect(JSON.stringify(renamed[0]?.details)).not.toContain("Reception");

  await identity.devices.remove(person.call, id);
  expect(await codeOf(identity.devices.rename(person.call, id, "Ghost"))).toBe("not_found");
});
