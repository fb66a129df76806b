import { expect, test } from "vitest";
import { openRealDoors } from "../../_support/doors-real.ts";

const doors = await openRealDoors();
const owner = await doors.person("owner");
const member = await doors.person("member");
const nameOf = async () =>
  ((await member.ask("/api/v1/devices")).json["items"] as { device_name: string }[])[0]?.device_name;

test("a name is given in a body of its own kind, and nothing else is taken", async () => {
  const path = `/api/v1/devices/${member.deviceId}`;
  const rename = async (body: object, who = member) =>
    (await who.ask(path, { method: "PATCH", body })).status;
  expect(await rename({ device_name: "  Ada's phone " })).toBe(204);
  expect(await nameOf()).toBe("Ada's phone");
  for (const body of [
    {},
    { device_name: "" },
    { device_name: "a".repeat(81) },
    { device_name: "a\u202eb" },
  ]) {
    expect([body, await rename(body)]).toEqual([body, 400]);
  }
  expect(await rename({ device_name: "Phone", user_id: owner.id })).toBe(400);
  expect(await rename({ device_name: "Reception" }, owner)).toBe(204);
  expect(await nameOf()).toBe("Reception");
});

test("the browsers go with the device only where it is said, and in so many words", async () => {
  const path = `/api/v1/devices/${member.deviceId}`;
  const [, , byCookie] = member.ways;
  const cookie = async () => (await byCookie?.("/api/v1/status"))?.status;
  expect((await owner.ask(`${path}?browsers=perhaps`, { method: "DELETE" })).status).toBe(400);
  expect([(await member.ask("/api/v1/status")).status, await cookie()]).toEqual([200, 200]);
  expect((await owner.ask(`${path}?browsers=true`, { method: "DELETE" })).status).toBe(204);
  expect([(await member.ask("/api/v1/status")).status, await cookie()]).toEqual([401, 401]);
});

test("who is signed in is told whether they have a password", async () => {
  expect((await owner.ask("/api/v1/auth/session")).json["has_password"]).toBe(true);
  // Whoever an administrator pairs before they ever set one has only the device.
  const { identity, call } = doors.server.house;
  const system = call({ kind: "system" }, "internal");
  const { email } = await identity.people.add(system, { email: "paired@example.test", role: "member" });
  const { session_id, temp_token } = await identity.pairing.create(system, { user: email });
  const { jwt_token } = await identity.pairing.redeem(system, { session_id, temp_token, device_info: {} });
  const headers = { authorization: `Bearer ${jwt_token}` };
  expect((await owner.ask("/api/v1/auth/session", { headers })).json["has_password"]).toBe(false);
});
