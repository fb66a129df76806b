import { expect, test } from "vitest";
import { createPasswords } from "../../src/crypto/password.ts";
import { systemRandom } from "../../src/crypto/random.ts";

const passwords = createPasswords(systemRandom, { memory: 64, passes: 1 });

test("the product's cost is 64 MiB, three passes, one lane, in a PHC string", async () => {
  const stored = await createPasswords(systemRandom).hash("correct horse");
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
});

test("right, wrong, nobody's, and another cost than today's", async () => {
  const stored = await passwords.hash("correct horse");
  expect(await passwords.verify("correct horse", stored)).toBe(true);
  expect(await passwords.verify("correct horsf", stored)).toBe(false);
  expect(await passwords.verify("correct horse", null)).toBe(false);
  const later = createPasswords(systemRandom, { memory: 128, passes: 2 });
  expect(await later.verify("correct horse", stored)).toBe(true);
  expect(await passwords.hash("correct horse")).not.toBe(stored);
});

test("the same letters typed another way are the same password", async () => {
  const composed = "caf\u00e9 \ufb01nch";
  const decomposed = "cafe\u0301 finch";
  expect(await passwords.verify(decomposed, await passwords.hash(composed))).toBe(true);
});

test("what is stored and is no hash of ours is an error, never a yes", async () => {
  for (const stored of ["", "plain", "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA"]) {
    await expect(passwords.verify("x", stored)).rejects.toThrow(/PHC/);
  }
});
