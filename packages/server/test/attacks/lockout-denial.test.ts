import { describe, expect, test } from "vitest";
import { type Answered, ask } from "../_support/doors.ts";
import { openRealDoors } from "../_support/doors-real.ts";
import { goodPassword } from "../_support/identity.ts";

// S17: strangers who guess at an account from many addresses, and its owner, who only wants to sign in.

const doors = await openRealDoors();
const { rest } = doors.server.ports;
const [owner, other] = [await doors.person("owner"), await doors.person("member")];

let homes = 0;
/** An address from which nobody has failed. */
const newAddress = () => `127.0.9.${++homes}`;

function signIn(
  email: string,
  password: string,
  { from = newAddress(), known }: { from?: string; known?: string } = {},
): Promise<Answered> {
  const headers: Record<string, string> = known === undefined ? {} : { cookie: known };
  return ask(rest, "/api/v1/auth/sign-in", { method: "POST", from, headers, body: { email, password } });
}

const cookieOf = (answer: Answered, name: string): string =>
  (answer.headers["set-cookie"] ?? []).find((cookie) => cookie.startsWith(name)) ?? "";
const pairOf = (cookie: string): string => cookie.split(";")[0] ?? "";
const knownOf = (answer: Answered): string => pairOf(cookieOf(answer, "entobot_browser="));

const first = await signIn(owner.email, goodPassword);
const browser = knownOf(first);
const foreign = knownOf(await signIn(other.email, goodPassword));

/** Fifty failures of one account, nine from each address, so that no address is locked. */
async function besiege(email: string): Promise<void> {
  for (let address = 0; address < 6; address++) {
    const from = newAddress();
    await Promise.all(Array.from({ length: 9 }, () => signIn(email, "a guess", { from })));
  }
}

describe("an account that strangers guess at", () => {
  test("the cookie is sent to this server only, hidden from pages, and names nobody", () => {
    const cookie = cookieOf(first, "entobot_browser=");
    expect(cookie).toMatch(
      /^entobot_browser=[0-9a-f]{32}\.\d+\.[\w-]{43}; Max-Age=77(?:76000|75999); Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(Buffer.from(cookie).toString("latin1")).not.toContain(owner.email.split("@")[0]);
  });

  test("its owner's own browser signs in; control: a browser that nobody knows does not", async () => {
    await besiege(owner.email);
    expect((await signIn(owner.email, goodPassword)).status).toBe(429);
    const answer = await signIn(owner.email, goodPassword, { known: browser });
    expect(answer.status).toBe(200);
    expect(knownOf(answer)).not.toBe(browser);
  });

  test("no cookie but its own will do: of another account, changed, made up, two at once", async () => {
    const [name = "", end = "", mac = ""] = browser.split(/[.=]/).slice(1);
    const shown = (...parts: string[]) => `entobot_browser=${parts.join(".")}`;
    const forged = [
      foreign,
      shown(
        name.replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
        end,
        mac,
      ),
      shown(name, String(Number(end) + 1), mac),
      shown(name, `0${end}`, mac),
      shown(name, end, "A".repeat(43)),
      shown(name, end),
      `${browser}; ${foreign}`,
      "entobot_browser=",
    ];
    for (const known of forged) {
      expect((await signIn(owner.email, goodPassword, { known })).status, known).toBe(429);
    }
  });

  test("it opens nothing: no route takes it for a credential, and the password is asked as ever", async () => {
    const asked = (path: string) => ask(rest, path, { headers: { cookie: browser } });
    expect((await asked("/api/v1/devices")).status).toBe(401);
    // Where it may be asked whether somebody is signed in: nobody is.
    expect(await asked("/api/v1/auth/session")).toMatchObject({ status: 200, json: null });
    expect((await signIn(owner.email, "a guess", { known: browser })).status).toBe(401);
  });

  test("somebody who is signed in changes their password meanwhile", async () => {
    const byCookie = owner.ways[1];
    const answer = await byCookie?.("/api/v1/auth/change-password", {
      method: "POST",
      from: newAddress(),
      body: { current_password: goodPassword, new_password: `${goodPassword} again` },
    });
    expect(answer?.status).toBe(204);
  });
});

test("many cookies of one account have together no more guesses than its strangers", async () => {
  const third = await doors.person("member");
  const cookies = [];
  for (let i = 0; i < 7; i++) cookies.push(knownOf(await signIn(third.email, goodPassword)));
  const [last = "", ...others] = cookies;
  await besiege(third.email);
  // Control: alone it is known, whatever strangers do.
  expect((await signIn(third.email, goodPassword, { known: last })).status).toBe(200);
  for (const known of others) {
    const from = newAddress();
    await Promise.all(Array.from({ length: 9 }, () => signIn(third.email, "a guess", { from, known })));
  }
  expect((await signIn(third.email, goodPassword, { known: last })).status).toBe(429);
});

describe("a stolen cookie", () => {
  test("is good for ten guesses, whatever the addresses; then its thief is a stranger, and the account is not locked", async () => {
    const stolen = foreign;
    const guesses = await Promise.all(
      Array.from({ length: 30 }, () => signIn(other.email, "a guess", { known: stolen })),
    );
    // The eleventh and later are strangers' guesses: looked at, in the account's own count.
    expect(guesses.map(({ status }) => status)).toEqual(Array(30).fill(401));
    expect((await signIn(other.email, goodPassword)).status).toBe(200);
    await besiege(other.email);
    expect((await signIn(other.email, goodPassword, { known: stolen })).status).toBe(429);
  });
});
