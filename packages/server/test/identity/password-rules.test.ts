import { expect, test } from "vitest";
import { findWeakness } from "../../src/identity/password-rules.ts";

const about = { email: "ada.lovelace@example.com", name: "Ada Lovelace", organization: "Example Works" };

test.each([
  "aaaaaaaaaaaa",
  "abcabcabcabcabc",
  "Password Password",
  "qwertqwertqwert",
  "abcdefghijklm",
  "123456789:;<=>",
  "ada.lovelace@example.com",
  "ADA.LOVELACE@example.com1",
  "adalovelace1",
  "Example Works 2026",
  "exampleworks!!",
  "ﾟ".repeat(14),
])("%s is refused", (password) => {
  expect(findWeakness(password, about)).toBeTypeOf("string");
});

test.each([
  "correct horse battery staple",
  "ada likes long walks at night",
  "Example Works is where I grow tomatoes",
  "жжжыщцуоп и точка",
])("%s is accepted", (password) => {
  expect(findWeakness(password, about)).toBeUndefined();
});

test("the company's name is known from the address, before anybody set it", () => {
  const person = { email: "ada@mail.nordwind.example", name: "Ada", organization: "" };
  expect(findWeakness("nordwind2026", person)).toBeTypeOf("string");
  expect(findWeakness("nordwind boats sail past otters", person)).toBeUndefined();
  // A short label is in many honest passwords, and the last one is nobody's name.
  expect(findWeakness("coded example", { ...person, email: "ada@co.example" })).toBeUndefined();
});

test("an organization without a name forbids nothing", () => {
  expect(
    findWeakness("correct horse battery staple", { email: "a@b.cd", name: "", organization: "" }),
  ).toBeUndefined();
});
