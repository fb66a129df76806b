import { describe, expect, test, vi } from "vitest";
import type { Passwords } from "../../src/crypto/password.ts";
import { sql } from "../../src/store/queryable.ts";
import { testDatabase } from "../_support/database.ts";
import { addPerson, codeOf, goodPassword, operator, stranger, testIdentity } from "../_support/identity.ts";
import { sized } from "../_support/size.ts";

/** Threat S3, figure K2. */
vi.setConfig({ testTimeout: sized(30_000, 600_000) });
const runners = 100;
/** No queue in front: all hundred reach the database together. */
const instant: Passwords = { hash: async () => "x", verify: async () => false };

describe("the claim", async () => {
  const { open } = await testDatabase();
  const database = open();
  const house = await testIdentity(database, { passwords: instant });
  const beside = await testIdentity(open(), { passwords: instant, audit: house.audit });
  const { identity } = house;

  test("before it, nobody is made an owner, and a wrong link is nothing", async () => {
    const asOwner = identity.people.add(operator(), { email: "early@example.com", role: "owner" });
    expect(await codeOf(asOwner)).toBe("access_denied");
    const request = { token: "A".repeat(43), email: "x@example.com", password: goodPassword };
    for (const token of ["", "A".repeat(43), "' or 1=1 --"]) {
      expect(await codeOf(identity.claims.claim(stranger(), { ...request, token }))).toBe("link_invalid");
    }
    expect(await codeOf(identity.claims.create(stranger()))).toBe("access_denied");
  });

  test("a new link ends the old, a link ends after 15 minutes, and a member's link claims nothing", async () => {
    const old = await identity.claims.create(operator());
    const link = await identity.claims.create(operator());
    const request = { email: "x@example.com", password: goodPassword };
    expect(await codeOf(identity.claims.claim(stranger(), { ...request, token: old.token }))).toBe(
      "link_invalid",
    );
    house.clock.advance(15 * 60_000);
    expect(await codeOf(identity.claims.claim(stranger(), { ...request, token: link.token }))).toBe(
      "link_invalid",
    );
    const member = await identity.people.add(operator(), { email: "m@example.com", role: "member" });
    const token = member.set_password_url.split("#")[1] ?? "";
    expect(await codeOf(identity.claims.claim(stranger(), { ...request, token }))).toBe("link_invalid");
  });

  test("K2: a hundred at once over two processes make exactly one owner", async () => {
    const { token } = await identity.claims.create(operator());
    const codes = await Promise.all(
      Array.from({ length: runners }, (_, n) => {
        const { claims } = (n % 2 ? house : beside).identity;
        return codeOf(
          claims.claim(stranger(), { token, email: `o${n}@example.com`, password: goodPassword }),
        );
      }),
    );
    expect(codes.filter((code) => code === "none")).toHaveLength(1);
    const owners = await database.query(sql`select 1 from people where role = 'owner'`);
    expect(owners).toHaveLength(1);
    expect(await codeOf(identity.claims.create(operator()))).toBe("already_claimed");
  });

  test("negative control: asking whether there is an owner before adding one makes several", async () => {
    let owners = 0;
    const naive = async (n: number) => {
      const found = await database.query(sql`select 1 from people where role = 'auditor'`);
      if (found.length > 0) return;
      owners++;
      await database.query(
        sql`insert into people (id, email, name, role, status, created_at)
            values (${`usr_${n}`}, ${`n${n}@example.com`}, 'n', 'auditor', 'active', now())`,
      );
    };
    await Promise.all(Array.from({ length: runners }, (_, n) => naive(n)));
    expect(owners).toBeGreaterThan(1);
  });
});

test("K2 repeated: whatever the order, one owner", async () => {
  for (let round = 0; round < sized(1, 10); round++) {
    const { open } = await testDatabase();
    const database = open();
    const { identity, ...rest } = await testIdentity(database, { passwords: instant });
    const { token } = await identity.claims.create(operator());
    const claim = (n: number) =>
      identity.claims.claim(stranger(), { token, email: `o${n}@example.com`, password: goodPassword });
    await Promise.all(Array.from({ length: runners }, (_, n) => codeOf(claim(n))));
    expect(await database.query(sql`select 1 from people where role = 'owner'`)).toHaveLength(1);
    expect((await addPerson({ identity, ...rest })).id).toMatch(/^usr_/);
  }
});
