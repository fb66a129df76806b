import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { reservedNames } from "../../src/cli/reserved-names.ts";
import { Failure } from "../../src/pure/failure.ts";
import { fakeHouse, run } from "../_support/cli-world.ts";

describe("what was typed", () => {
  test.each([
    ["", 0, /claim .*\n/, /^$/],
    ["--help", 0, /audit verify/, /^$/],
    ["help", 0, /audit verify/, /^$/],
    ["user add --help", 0, /entobot user add EMAIL \[options\]/, /^$/],
    ["--version", 0, /^0\.1\.0\n$/, /^$/],
    ["audti verify", 2, /^$/, /Did you mean "entobot audit verify"\?/],
    ["user", 2, /^$/, /Say which: user add, user invite, user list/],
    ["user lst", 2, /^$/, /Did you mean "entobot user list"\?/],
    ["frobnicate", 2, /^$/, /--help lists the commands/],
    ["user add", 2, /^$/, /EMAIL is missing/],
    ["user list everybody", 2, /^$/, /"everybody" is one word too many/],
    ["user list --al", 2, /^$/, /--al is not an option of "entobot user list"/],
    [
      "user add ada@firm.test --role king",
      2,
      /^$/,
      /"king" is no role\. Roles: owner, admin, auditor, member/,
    ],
    ["user add nobody", 2, /^$/, /expected an e-mail address/],
    ["device remove ses_1", 2, /^$/, /A device's id begins with dev_/],
    ["audit verify --head 12", 2, /^$/, /--head takes SEQ:HASH/],
    ["audit search --event nonsense", 2, /^$/, /--event/],
    ["doctor", 2, /^$/, /"entobot doctor" is not in this version\. entobot --help lists what is/],
    ["doctor --help", 2, /^$/, /not in this version/],
    ["backup create nightly", 2, /^$/, /"entobot backup create" is not in this version/],
    ["backup", 2, /^$/, /"entobot backup" is not in this version/],
  ])("entobot %s → %i", async (line, exit, out, err) => {
    const result = await run(line);
    expect(result.exit).toBe(exit);
    expect(result.out).toMatch(out);
    expect(result.err).toMatch(err);
  });

  test("every command describes itself", async () => {
    for (const { name } of commands) {
      const { exit, out } = await run(`${name} --help --json`);
      expect([exit, JSON.parse(out).name]).toEqual([0, name]);
    }
  });
});

test("the help names what works, and nothing else", async () => {
  const { out } = await run("--help");
  for (const { name } of commands) expect(out).toContain(`  ${name}`);
  for (const name of reservedNames) expect(out).not.toContain(`  ${name} `);
  expect(out).not.toMatch(/not supported|not in this version/);
});

test("every name of the surface is a command or is kept free for one", async () => {
  const surface = await readFile(new URL("../../../../docs/surface.md", import.meta.url), "utf8");
  const line = /^start · claim · [\s\S]*?config check$/m.exec(surface)?.[0] ?? "";
  const names = line.split("·").flatMap((part) => {
    const [, word, list] = /^\s*(\w+)(?: \{([^}]*)\})?/.exec(part) ?? [];
    return list === undefined ? [part.trim()] : list.split(",").map((each) => `${word} ${each.trim()}`);
  });
  expect(names.length).toBeGreaterThan(40);
  const known = new Set(["start", ...commands.map(({ name }) => name), ...reservedNames]);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});

describe("the gate", () => {
  test("a command is recorded by its name, without its arguments, before it acts", async () => {
    const house = fakeHouse();
    await run("user add bob@firm.test --role admin", { house });
    expect(house.noted).toEqual([
      { event: "command_run", outcome: "success", details: { command: "user add" } },
    ]);
    expect(house.did).toHaveLength(1);
    expect(house.closed).toBe(1);
  });

  test("what cannot be recorded does not happen", async () => {
    const house = fakeHouse();
    house.recordWorks = false;
    const { exit } = await run("user add bob@firm.test", { house });
    expect(exit).toBe(69);
    expect(house.did).toEqual([]);
    expect(house.closed).toBeGreaterThan(0);
  });

  test("a record that cannot be written can still be examined", async () => {
    const house = fakeHouse();
    house.recordWorks = false;
    expect((await run("audit verify", { house })).exit).toBe(0);
    expect((await run("audit head", { house })).exit).toBe(0);
    expect((await run("audit search", { house })).exit).toBe(69);
  });

  test("no command needs a permission that reads content", () => {
    expect(commands.filter(({ access }) => access === "chat.use")).toEqual([]);
  });

  test("a command that was refused on its line opens nothing", async () => {
    let opened = 0;
    const openHouse = async () => {
      opened += 1;
      return fakeHouse();
    };
    for (const line of ["user add", "user frob", "config check", "doctor", "user list --nope"]) {
      await run(line, { world: { openHouse } });
    }
    expect(opened).toBe(0);
  });
});

describe("errors", () => {
  test("an unknown error shows fixed words and nothing of its own", async () => {
    const openHouse = async () => {
      throw new Error("password=hunter2 at /secret/path");
    };
    const { exit, out, err } = await run("user list", { world: { openHouse } });
    expect(exit).toBe(69);
    expect(out + err).not.toMatch(/hunter2|secret/);
  });

  test("--json tells an error as one document too, apart from the answer", async () => {
    const openHouse = async () => {
      throw new Failure("configuration", { issues: [{ path: "auth.jwt_secret", message: "too short" }] });
    };
    const { exit, out, err } = await run("user list --json", { world: { openHouse } });
    expect([exit, out]).toEqual([78, ""]);
    expect(JSON.parse(err)).toEqual({
      code: "configuration",
      message: "The configuration is not valid.",
      issues: [{ path: "auth.jwt_secret", message: "too short" }],
    });
  });
});
