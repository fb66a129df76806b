import { expect, test } from "vitest";
import { testDatabase } from "../_support/database.ts";
import {
  callAs,
  claimOwner,
  codeOf,
  goodPassword,
  operator,
  pairDevice,
  stranger,
  testIdentity,
} from "../_support/identity.ts";

const { open } = await testDatabase();
const house = await testIdentity(open());
const { identity, audit } = house;

test("from the owner's link to a removed device", async () => {
  expect(await identity.claims.hasOwner()).toBe(false);
  const owner = await claimOwner(house);
  expect(await identity.claims.hasOwner()).toBe(true);
  expect(await codeOf(identity.claims.create(operator()))).toBe("already_claimed");

  const browser = await identity.passwords.signIn(stranger(), {
    email: "Owner@Example.com ",
    password: goodPassword,
  });
  const proved = await identity.authenticate.cookie(browser.secret);
  expect(proved).toMatchObject({
    csrfToken: browser.csrfToken,
    principal: { role: "owner", deviceId: null },
  });

  const device = await pairDevice(house, callAs(proved.principal));
  const { principal } = await identity.authenticate.accessToken(device.jwt_token);
  expect(principal).toMatchObject({ deviceId: device.device_id, deviceName: "phone", personId: owner.id });

  const renewed = await identity.pairing.refresh(stranger(), { refresh_token: device.refresh_token ?? "" });
  expect(renewed.refresh_token).not.toBe(device.refresh_token);
  expect(await identity.devices.count()).toBe(1);
  const { items } = await identity.devices.list(callAs(proved.principal), { limit: 10 });
  expect(items).toMatchObject([{ device_id: device.device_id, user_email: "owner@example.com" }]);

  await identity.devices.remove(callAs(proved.principal), device.device_id);
  expect(await codeOf(identity.authenticate.accessToken(renewed.jwt_token))).toBe("session_ended");
  expect(
    await codeOf(identity.pairing.refresh(stranger(), { refresh_token: renewed.refresh_token ?? "" })),
  ).toBe("session_ended");
  expect(await identity.devices.count()).toBe(0);

  const { items: records } = await audit.search({ limit: 100 });
  // The refusal is recorded too, after its answer.
  const changes = records.filter((record) => record.event !== "auth_failed");
  expect(changes.map((record) => record.event).reverse()).toEqual([
    "claim_created",
    "owner_claimed",
    "auth_succeeded",
    "auth_succeeded",
    "pairing_created",
    "device_paired",
    "token_refreshed",
    "session_revoked",
    "device_removed",
  ]);
});
