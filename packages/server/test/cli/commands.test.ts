import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { payloadOf } from "../../src/cli/commands/pair.ts";
import { fakeHouse, ids, person, record, run } from "../_support/cli-world.ts";

const members = (text: string) => Object.keys(JSON.parse(text) as object);

describe("people", () => {
  test("user add prints exactly what scripts rely on", async () => {
    const { exit, out } = await run("user add Bob@Firm.test --role admin --json");
    expect(exit).toBe(0);
    expect(members(out)).toEqual(["id", "email", "role", "set_password_url", "expires_at"]);
    expect(JSON.parse(out)).toMatchObject({ email: "bob@firm.test", role: "admin" });
  });

  test("a name from the database cannot move the cursor", async () => {
    const house = fakeHouse();
    house.people = [person({ name: "Eve\u001b[2J\u202eevil\nFAKE ROW" })];
    const { out } = await run("user list", { house });
    expect(out).not.toMatch(/[\u001b\u202e]/);
    expect(out.split("\n")).toHaveLength(3);
  });

  test.each([
    ["user disable ada@firm.test", { disabled: true }],
    ["user enable ADA@firm.test", { disabled: false }],
    ["user role ada@firm.test auditor", { role: "auditor" }],
  ])("%s", async (line, change) => {
    const house = fakeHouse();
    expect((await run(line, { house })).exit).toBe(0);
    expect(house.did).toEqual([{ what: "people.change", input: { id: ids.person, change } }]);
  });

  test("somebody who is not there is exit code 1 with words", async () => {
    const { exit, err } = await run("user disable nobody@firm.test");
    expect(exit).toBe(1);
    expect(err).toMatch(/no such person/);
  });
});

describe("claim", () => {
  const unclaimed = () => Object.assign(fakeHouse(), { owner: false });

  test("makes a link", async () => {
    const { out } = await run("claim --json", { house: unclaimed() });
    expect(JSON.parse(out)).toEqual({
      claim_url: "http://localhost:8080/claim#claim-token",
      expires_at: "2026-11-24T04:05:06.000Z",
    });
  });

  test("claims at a prompt, the password typed twice", async () => {
    const house = unclaimed();
    const { exit } = await run("claim --email ada@firm.test", {
      house,
      answers: ["correct horse battery", "correct horse battery"],
    });
    expect(exit).toBe(0);
    expect(house.did.at(-1)).toMatchObject({
      what: "claims.claim",
      input: { token: "claim-token", email: "ada@firm.test", password: "correct horse battery" },
    });
  });

  test("two different passwords change nothing", async () => {
    const house = unclaimed();
    const { exit } = await run("claim --email ada@firm.test", {
      house,
      answers: ["one one one one", "two two two two"],
    });
    expect([exit, house.did]).toEqual([2, []]);
  });

  test("takes the password from stdin for scripts, without its line end", async () => {
    const house = unclaimed();
    await run("claim --email ada@firm.test --password-stdin", { house, stdin: "correct horse battery\n" });
    expect(house.did.at(-1)?.input).toMatchObject({ password: "correct horse battery" });
  });

  test("asks nothing without a terminal", async () => {
    const { exit, err } = await run("claim --email ada@firm.test", { house: unclaimed() });
    expect(exit).toBe(2);
    expect(err).toMatch(/--password-stdin/);
  });

  test("a claimed server says what to do instead", async () => {
    const { exit, err } = await run("claim");
    expect(exit).toBe(1);
    expect(err).toMatch(/user invite/);
  });
});

describe("pair", () => {
  test("--json prints exactly what the running server redeems", async () => {
    const { out } = await run("pair --user ada@firm.test --json");
    expect(members(out)).toEqual(["session_id", "temp_token", "websocket_url", "timestamp", "expires_at"]);
  });

  test("people see the payload, what a phone lacks, and how long it lasts", async () => {
    const { out } = await run("pair");
    expect(out).toContain(
      '{"session_id":"pai_00000000000000000000000001","websocket_url":"ws://localhost:18791","temp_token":"temp","timestamp":1795492800}',
    );
    expect(out).toContain("set network.public_url");
    expect(out).toContain("It works once, for 5 minutes.");
  });

  test("with several people it must be said for whom", async () => {
    const house = fakeHouse();
    house.people = [person(), person({ email: "bob@firm.test" })];
    expect((await run("pair", { house })).exit).toBe(2);
  });

  test("the payload is strict: four members in their order", () => {
    const pairing = {
      session_id: "s",
      websocket_url: "w",
      temp_token: "t",
      timestamp: 1,
      expires_at: 2,
    } as never;
    expect(payloadOf(pairing)).toBe('{"session_id":"s","websocket_url":"w","temp_token":"t","timestamp":1}');
  });
});

describe("sessions and devices", () => {
  test.each([
    [`device remove ${ids.device}`, "devices.remove", ids.device],
    [`device remove ${ids.device} --browsers`, "devices.remove", { id: ids.device, browsers: true }],
    [`session revoke ${ids.session}`, "sessions.revoke", ids.session],
  ])("%s", async (line, what, input) => {
    const house = fakeHouse();
    expect((await run(line, { house })).exit).toBe(0);
    expect(house.did).toEqual([{ what, input }]);
  });
});

describe("audit", () => {
  test("verify answers 1 at a fault, names the record and what was not checked", async () => {
    const house = fakeHouse();
    house.report = {
      ...house.report,
      ok: false,
      fault: { seq: 7, line: null, what: "the hash is not that of the record" },
      not_checked: ["a cut tail"],
    };
    const { exit, out } = await run("audit verify", { house });
    expect(exit).toBe(1);
    expect(out).toBe(
      "The record is NOT whole: record 7: the hash is not that of the record\nNot checked: a cut tail\n",
    );
    expect(house.noted.at(-1)).toMatchObject({
      event: "record_verified",
      outcome: "failure",
      severity: "critical",
    });
  });

  test("head prints SEQ:HASH and nothing else", async () => {
    expect((await run("audit head")).out).toMatch(/^3:a{64}\n$/);
  });

  test("searching is recorded by which filters, not by their values", async () => {
    const house = fakeHouse();
    await run(`audit search --about ${ids.person} --limit 5`, { house });
    expect(house.noted.at(-1)).toEqual({
      event: "record_searched",
      details: { filters: ["about", "limit"] },
    });
  });

  test("export streams one object a line, recorded before the first", async () => {
    const house = fakeHouse();
    house.records = [1, 2, 3, 4, 5].map((seq) => record(seq));
    const { out } = await run("audit export --after 2", { house });
    expect(
      out
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).seq),
    ).toEqual([3, 4, 5]);
    expect(house.noted.at(-1)).toMatchObject({ event: "data_exported", details: { after: 2, to: "stdout" } });
  });

  test("export into a file appears complete, 0600, or not at all", async () => {
    const folder = await mkdtemp(join(tmpdir(), "entobot-test-export-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const house = fakeHouse();
    house.records = [1, 2, 3].map((seq) => record(seq));
    const file = join(folder, "record.ndjson");
    const { exit, out } = await run(`audit export --out ${file} --json`, { house });
    expect([exit, JSON.parse(out)]).toEqual([0, { file, records: 3 }]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, "utf8")).split("\n")).toHaveLength(4);

    house.audit.read = async function* () {
      yield [record(1)];
      throw new Error("the database went away");
    };
    const failed = await run(`audit export --out ${join(folder, "second.ndjson")}`, { house });
    expect(failed.exit).not.toBe(0);
    expect(await readdir(folder)).toEqual(["record.ndjson"]);
  });

  test("tail shows the newest and cleans what others wrote", async () => {
    const house = fakeHouse();
    const hostile = { ip: { value: "203.0.113.9\u001b]0;title\u0007", salt: "" } };
    house.records = [1, 2, 3].map((seq) => record(seq, { personal: hostile }));
    const { out } = await run("audit tail --lines 2", { house });
    expect(out.trimEnd().split("\n")).toHaveLength(2);
    expect(out).not.toMatch(/[\u001b\u0007]/);
    const asJson = await run("audit tail --lines 1 --json", { house });
    expect(JSON.parse(asJson.out).seq).toBe(3);
  });
});

describe("the server", () => {
  test("status of a server that is down is 69 and says how to start it", async () => {
    const { exit, out } = await run("status");
    expect(exit).toBe(69);
    expect(out).toMatch(/entobot start/);
  });

  test("config check answers 78 for a refused file", async () => {
    const report = {
      ...{
        ok: false,
        file: "/etc/entobot/config.json",
        warnings: [],
        not_supported_yet: [],
        not_yet_enforced: [],
      },
      ...{ errors: [{ path: "auth.jwt_secret", message: "too short", nearest: null }], set: {} },
    };
    const { exit, out } = await run("config check", { world: { checkConfiguration: async () => report } });
    expect(exit).toBe(78);
    expect(out).toContain("auth.jwt_secret: too short");
  });

  test("migrate says what it did", async () => {
    expect((await run("migrate")).out).toBe("Applied 0010_record.\n");
  });
});

describe("lockouts", () => {
  test("list shows who and until when; release names whom", async () => {
    const house = fakeHouse();
    house.locked = [
      { id: "address:00", kind: "address", subject: "203.0.113.9", level: 2, startedAt: 0, until: 60_000 },
    ];
    const { out } = await run("lockout list", { house });
    expect(out).toContain("203.0.113.9  address  2         1970-01-01 00:00  1970-01-01 00:01");
    const released = await run("lockout release 203.0.113.9 --json", { house });
    expect(JSON.parse(released.out)).toMatchObject({ subject: "203.0.113.9", released: true });
    expect(house.did).toEqual([{ what: "lockouts.release", input: "203.0.113.9" }]);
    expect((await run("lockout release", { house })).exit).toBe(2);
  });
});
