import { expect, test, vi } from "vitest";
import { createPasswords } from "../../src/crypto/password.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import type { Failure } from "../../src/pure/failure.ts";
import { testDatabase } from "../_support/database.ts";
import { claimOwner, codeOf, goodPassword, stranger, testIdentity } from "../_support/identity.ts";
import { full, sized } from "../_support/size.ts";

/** Threats S4 and S5, figure B11. */
vi.setConfig({ testTimeout: sized(30_000, 1_800_000) });
const samples = sized(60, 2_000);
const { open } = await testDatabase();
// Cheaper than the product's hash on purpose: what differs beside the hash weighs more, so this is the harder test.
const passwords = createPasswords(systemRandom, { memory: 4 * 1024, passes: 1 });
const house = await testIdentity(open(), { passwords });
const { identity } = house;
const owner = await claimOwner(house);

const signIn = (email: string, password = "wrong wrong wrong wrong") =>
  identity.passwords.signIn(stranger(), { email, password });

/** Probability that a known address takes longer than an unknown one: 0.5 tells nothing. */
function areaUnderCurve(known: readonly number[], unknown: readonly number[]): number {
  let wins = 0;
  for (const a of known) for (const b of unknown) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (known.length * unknown.length);
}

async function measure(samples: number, work: (email: string) => Promise<unknown>): Promise<number> {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let i = 0; i < samples * 2; i++) {
    // Interleaved in an order of chance, so that a busy machine is busy for both.
    const kind =
      times.unknown.length >= samples || (Math.random() < 0.5 && times.known.length < samples)
        ? "known"
        : "unknown";
    const email = kind === "known" ? owner.email : `nobody${i}@example.com`;
    const start = process.hrtime.bigint();
    await work(email).catch(() => {});
    times[kind].push(Number(process.hrtime.bigint() - start));
  }
  return areaUnderCurve(times.known, times.unknown);
}

test("B11: known and unknown get the same words", async () => {
  const words = async (email: string) => {
    const failure = (await signIn(email).catch((error: unknown) => error)) as Failure;
    return [failure.code, failure.text, failure.retryAfter, failure.issues];
  };
  expect(await words(owner.email)).toEqual(await words("nobody@example.com"));
});

test("B11: the time tells nothing; a guard that hashes only for known people gives them away", async () => {
  // 2,000 samples allow 0.55; fewer are allowed five of their own standard deviations.
  const allowed = full ? 0.55 : 0.5 + 5 * Math.sqrt(1 / (6 * samples));
  const area = await measure(samples, (email) => signIn(email));
  expect(Math.max(area, 1 - area)).toBeLessThan(allowed);

  const stored = await passwords.hash(goodPassword);
  const naive = await measure(60, async (email) => {
    const person = await identity.people.find(email);
    if (person) await passwords.verify("wrong", stored);
  });
  expect(naive).toBeGreaterThan(sized(0.75, 0.9));
});

test("S5: two at once and sixteen waiting; the rest is told to come back, and nothing is left behind", async () => {
  const codes = await Promise.all(Array.from({ length: 60 }, (_, n) => codeOf(signIn(`n${n}@example.com`))));
  expect(codes.filter((code) => code === "invalid_credentials").length).toBeGreaterThanOrEqual(18);
  expect(codes.filter((code) => code === "busy").length).toBeGreaterThan(0);
  expect(await codeOf(signIn(owner.email, goodPassword))).toBe("none");
});
