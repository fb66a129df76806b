import type { AuditRecord } from "@entobot/contract/audit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { personCall, strangerCall, testAudit } from "../_support/audit.ts";
import { testDatabase } from "../_support/database.ts";

// The record in the database: refused to the serving role by grant, to everybody by trigger; and what somebody with the
// owner's rights does without triggers, `verify` names.

const { open, ownerUrl } = await testDatabase();
const database = open();
const owner = openDatabase({ url: ownerUrl, connections: 1 });
afterAll(() => owner.close());
const audit = await testAudit(database);
const run = (text: string) => owner.query<Record<string, unknown>>({ text, values: [] });
let head = "";
let records: readonly AuditRecord[] = [];

beforeAll(async () => {
  const call = personCall();
  for (let i = 1; i <= 20; i++) {
    if (i % 4) await audit.noted(strangerCall(`192.0.2.${i}`), { event: "auth_failed", outcome: "failure" });
    else
      await audit.mutate(call, "chained", async ({ record }) =>
        record({ event: "config_changed", details: { i } }),
      );
  }
  head = (await audit.head()).head;
  for await (const batch of audit.read({ after: 0 })) records = [...records, ...batch];
});

const changes = [
  "update audit_events set actor = 'usr_else' where n = (select event_n from audit_chain where seq = 5)",
  "delete from audit_events where n = (select event_n from audit_chain where seq = 5)",
  "update audit_chain set hash = prev where seq = 5",
  "delete from audit_chain where seq = 5",
  "truncate audit_events",
  "truncate audit_chain",
];

describe.each(changes)("%s", (statement) => {
  test("is refused to the serving role and to the owner", async () => {
    const asServer = database.query({ text: statement, values: [] });
    await expect(asServer).rejects.toMatchObject({ code: "42501" });
    await expect(run(statement)).rejects.toMatchObject({ code: "42501" });
    expect((await audit.verify({ head })).ok).toBe(true);
  });

  test("changes the table where nothing refuses it (the control), and verify sees it", async () => {
    const report = await tampered(statement);
    expect(report.ok).toBe(false);
    expect(report.changed).not.toBe(report.original);
  });
});

/** Applies statements without triggers, verifies, and puts everything back. */
async function tampered(...statements: readonly string[]) {
  const digest = async () =>
    JSON.stringify([
      await run("select * from audit_events order by n"),
      await run("select * from audit_chain order by seq"),
    ]);
  const tables = ["audit_events", "audit_chain", "audit_values"];
  const original = await digest();
  for (const table of tables) {
    await run(`create table kept_${table} as table ${table}`);
    await run(`alter table ${table} disable trigger user`);
  }
  try {
    for (const statement of statements) await run(statement);
    const changed = await digest();
    return { ...(await audit.verify({ head })), blind: await audit.verify({}), original, changed };
  } finally {
    for (const table of tables) {
      await run(`truncate ${table}`);
      await run(`insert into ${table} select * from kept_${table}`);
      await run(`drop table kept_${table}`);
      await run(`alter table ${table} enable trigger user`);
    }
  }
}

const eventOf = (seq: number) => `(select event_n from audit_chain where seq = ${seq})`;
const columns = ["at", "event", "outcome", "severity", "actor", "device", "ip", "target", "details"] as const;
const other = { at: "at + 1", details: `'{"i":99}'` } as Readonly<Record<string, string>>;

test.each(columns)("a changed %s is named", async (column) => {
  const report = await tampered(
    `update audit_events set ${column} = ${other[column] ?? "'x'"} where n = ${eventOf(8)}`,
  );
  expect(report.fault?.seq).toBe(8);
  expect(report.blind.fault?.seq).toBe(8);
});

const swap = "set event_n = case event_n when a.x then a.y else a.x end";
test.each<[string, number, readonly string[]]>([
  ["a deleted event", 9, [`delete from audit_events where n = ${eventOf(9)}`]],
  ["a deleted place", 9, ["delete from audit_chain where seq = 9"]],
  [
    "two swapped events",
    4,
    [
      "alter table audit_chain drop constraint audit_chain_event_n_key",
      `update audit_chain c ${swap} from (select ${eventOf(4)} x, ${eventOf(7)} y) a where c.seq in (4, 7)`,
      "alter table audit_chain add unique (event_n)",
    ],
  ],
  ["a moved place", 10, ["update audit_chain set seq = 100 where seq = 10"]],
  [
    "details in another spelling",
    4,
    [`update audit_events set details = '{ "i":4}' where n = ${eventOf(4)}`],
  ],
  [
    "another value beside it",
    6,
    [
      `update audit_values set sealed = set_byte(sealed, 20, 255 - get_byte(sealed, 20)) where event_n = ${eventOf(6)}`,
    ],
  ],
  [
    "a value moved here",
    6,
    [
      `update audit_values v set sealed = o.sealed from audit_values o where v.event_n = ${eventOf(6)} and o.event_n = ${eventOf(7)}`,
    ],
  ],
])("%s is named", async (_, seq, statements) => {
  expect((await tampered(...statements)).fault?.seq).toBe(seq);
});

test("a cut tail is seen with a saved head, and without one verify says that it cannot be", async () => {
  const report = await tampered(
    `delete from audit_chain where seq > 15`,
    `delete from audit_events where n not in (select event_n from audit_chain)`,
  );
  expect(report.fault).toMatchObject({ seq: 16 });
  expect(report.blind.ok).toBe(true);
  expect(report.blind.not_checked.join()).toContain("cut off the end");
});

test("a committed event that nobody chains is named", async () => {
  const report = await tampered(
    `insert into audit_events select 999999999, 0, event, outcome, severity, actor, device, ip, target, details from audit_events limit 1`,
  );
  expect(report.fault?.what).toContain("no place in the chain");
});

test("erased values break nothing, and verify says what it could not see", async () => {
  const report = await tampered("delete from audit_values");
  expect(report.ok).toBe(true);
  expect(report.not_checked.join()).toContain(`${records.length} personal values were erased`);
});

test("a clean record verifies every time", async () => {
  for (let i = 0; i < 5; i++)
    expect(await audit.verify({ head })).toMatchObject({ ok: true, not_checked: [] });
  await expect(audit.verify({ head: "12" })).rejects.toMatchObject({ code: "invalid_request" });
  const wrong = await audit.verify({ head: `5:${"0".repeat(64)}` });
  expect(wrong.fault?.seq).toBe(5);
});
