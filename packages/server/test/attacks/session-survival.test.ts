import { afterAll, expect, test, vi } from "vitest";
import { createAccessTokens } from "../../src/crypto/jwt.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import type { EndReason } from "../../src/identity/index.ts";
import { testDatabase } from "../_support/database.ts";
import {
  addPerson,
  callAs,
  claimOwner,
  codeOf,
  goodPassword,
  jwtSecret,
  operator,
  pairDevice,
  type TestIdentity,
  type TestPerson,
  testIdentity,
} from "../_support/identity.ts";
import { promised, sized } from "../_support/size.ts";

/** Threat D2, figure B7 where it is decided; the sockets themselves are closed by who watches here. */
vi.setConfig({ testTimeout: sized(30_000, 600_000) });
const { open } = await testDatabase();
const server = await testIdentity(open());
const owner = await claimOwner(server);
/** A command of the operator: another process, which the server only hears of through the database. */
const command = await testIdentity(open(), { audit: server.audit, clock: server.clock });
const unwatch: (() => void)[] = [];
afterAll(() => {
  for (const end of unwatch) end();
});

interface Held {
  readonly person: TestPerson;
  readonly jwt: string;
  readonly cookie: string;
  readonly ends: { reason: EndReason; after: number }[];
  start: number;
}

/** A browser, a phone, and somebody who watches both of their sessions as a socket does. */
async function hold(): Promise<Held> {
  const person = await addPerson(server, "member");
  const { jwt_token } = await pairDevice(server, person.call);
  const phone = await server.identity.authenticate.accessToken(jwt_token);
  const held: Held = { person, jwt: jwt_token, cookie: person.cookie, ends: [], start: 0 };
  for (const id of [person.call.principal.sessionId, phone.principal.sessionId]) {
    const end = (reason: EndReason) => held.ends.push({ reason, after: performance.now() - held.start });
    unwatch.push(server.identity.sessions.watch(id, end));
  }
  return held;
}

const phoneOf = async ({ jwt }: Held) => (await server.identity.authenticate.accessToken(jwt)).principal;

type Way = {
  name: string;
  dies: ("browser" | "phone")[];
  reason: EndReason;
  end: (held: Held, by: TestIdentity) => Promise<unknown>;
};
const ways: Way[] = [
  {
    name: "sign-out of the browser",
    dies: ["browser"],
    reason: "signed_out",
    end: ({ person }, { identity }) => identity.sessions.end(person.call),
  },
  {
    name: "the phone forgets itself",
    dies: ["phone"],
    reason: "signed_out",
    end: async (held, { identity }) => identity.sessions.end(callAs(await phoneOf(held))),
  },
  {
    name: "device removed",
    dies: ["phone"],
    reason: "device_removed",
    end: async (held, { identity }) => {
      const { deviceId } = await phoneOf(held);
      if (deviceId) await identity.devices.remove(operator(), deviceId);
    },
  },
  {
    name: "administrator revokes",
    dies: ["phone"],
    reason: "revoked",
    end: async (held, { identity }) => identity.sessions.revoke(owner.call, (await phoneOf(held)).sessionId),
  },
  {
    name: "account disabled",
    dies: ["browser", "phone"],
    reason: "person_disabled",
    end: ({ person }, { identity }) => identity.people.change(owner.call, person.id, { disabled: true }),
  },
  {
    name: "password set by a new link",
    dies: ["browser", "phone"],
    reason: "password_changed",
    end: async ({ person }, { identity }) => {
      const link = await identity.people.invite(operator(), person.id);
      const token = link.set_password_url.split("#")[1] ?? "";
      await identity.passwords.setByLink(callAs({ kind: "stranger" }), {
        token,
        password: `${goodPassword} 2`,
      });
    },
  },
  {
    name: "password changed in the browser",
    dies: ["phone"],
    reason: "password_changed",
    end: ({ person }, { identity }) =>
      identity.passwords.change(person.call, {
        current_password: goodPassword,
        new_password: `${goodPassword} 2`,
      }),
  },
];

for (const by of ["the server", "another process"] as const) {
  for (const way of ways) {
    test(`${way.name}, by ${by}: refused at the next request, told within a second`, async () => {
      for (let round = 0; round < sized(1, 50); round++) {
        const held = await hold();
        held.start = performance.now();
        await way.end(held, by === "the server" ? server : command);
        await expect
          .poll(() => held.ends.length, { timeout: promised(1_000), interval: 5 })
          .toBe(way.dies.length);
        for (const { reason, after } of held.ends) {
          expect(reason).toBe(way.reason);
          expect(after).toBeLessThan(promised(1_500));
        }
        const { accessToken, cookie } = server.identity.authenticate;
        expect(await codeOf(accessToken(held.jwt))).toBe(
          way.dies.includes("phone") ? "session_ended" : "none",
        );
        expect(await codeOf(cookie(held.cookie))).toBe(
          way.dies.includes("browser") ? "session_ended" : "none",
        );
      }
    });
  }
}

test("negative control: believing a right signature alone lets every removed phone live on", async () => {
  const held = await hold();
  await server.identity.people.change(owner.call, held.person.id, { disabled: true });
  const longestMs = () => server.settings.jwtExpiryMs;
  const naive = createAccessTokens({ secret: jwtSecret, longestMs, clock: Date.now, random: systemRandom });
  expect((await naive.verify(held.jwt)).kind).toBe("valid");
});
