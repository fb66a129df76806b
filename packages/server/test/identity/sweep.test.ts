import { expect, test } from "vitest";
import { lifetimes } from "../../src/identity/lifetimes.ts";
import { sql } from "../../src/store/queryable.ts";
import { testDatabase } from "../_support/database.ts";
import { claimOwner, codeOf, operator, pairDevice, stranger, testIdentity } from "../_support/identity.ts";

const { open } = await testDatabase();
const database = open();
const house = await testIdentity(database);
const { identity, clock } = house;

async function counts(): Promise<Record<string, number>> {
  const [row] = await database.query<Record<string, number>>(
    sql`select (select count(*) from one_time_links) as links, (select count(*) from pairings) as pairings,
               (select count(*) from sessions) as sessions, (select count(*) from refresh_tokens) as tokens,
               (select count(*) from devices) as devices`,
  );
  return row ?? {};
}

test("what lives is left alone, what ended is remembered a while, and then it goes with all its tokens", async () => {
  const owner = await claimOwner(house);
  const device = await pairDevice(house, owner.call);
  await identity.people.add(operator(), { email: "new@example.com", role: "member" });
  await identity.sweep();
  expect(await counts()).toEqual({ links: 1, pairings: 1, sessions: 2, tokens: 1, devices: 1 });

  await identity.devices.remove(owner.call, device.device_id);
  clock.advance(lifetimes.remembered - 60_000);
  await identity.sweep();
  expect(await counts()).toMatchObject({ links: 0, pairings: 0, sessions: 2, tokens: 1 });
  const again = identity.pairing.refresh(stranger(), { refresh_token: device.refresh_token ?? "" });
  expect(await codeOf(again)).toBe("session_ended");

  clock.advance(2 * lifetimes.browser.absolute);
  await identity.sweep();
  // The device stays known: nobody is paired for somebody who had one without their yes.
  expect(await counts()).toEqual({ links: 0, pairings: 0, sessions: 0, tokens: 0, devices: 1 });
});
