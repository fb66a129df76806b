/**
 * A process that writes to the record as fast as it can and says what was acknowledged, one number a line, until it is
 * killed. `audit-load-main.ts DATABASE_URL MASTER_KEY_HEX FIRST_NUMBER AUDIT_FILE`
 */
import { writeSync } from "node:fs";
import { type BatchKind, createAudit } from "../../src/audit/index.ts";
import { silentLog } from "../../src/log/index.ts";
import { openDatabase } from "../../src/store/database.ts";
import { sql } from "../../src/store/queryable.ts";
import { personCall, strangerCall } from "./audit-calls.ts";
import { testKeyRing } from "./key-ring.ts";

const [url, masterKey, first, path] = process.argv.slice(2) as [string, string, string, string];
const database = openDatabase({ url });
const audit = await createAudit({
  database,
  clock: Date.now,
  seal: testKeyRing(database, Buffer.from(masterKey, "hex")),
  log: silentLog,
  file: { path, level: "debug", enabled: true },
});
const call = personCall();
const submitted: BatchKind<number, void> = {
  name: "load",
  async apply(tx, inputs) {
    await tx.query(sql`insert into load (i) select unnest(${inputs}::int8[])`);
    return inputs.map((i) => ({
      ok: true,
      output: undefined,
      call,
      events: [{ event: "message_received", details: { i } }],
    }));
  },
};

function write(i: number): Promise<void> {
  if (i % 3 === 0) return audit.submit(submitted, i);
  if (i % 3 === 1)
    return audit.noted(strangerCall(), { event: "auth_failed", outcome: "failure", details: { i } });
  return audit.mutate(call, "chained", async ({ tx, record }) => {
    await tx.query(sql`insert into load (i) values (${i})`);
    record({ event: "config_changed", details: { i } });
  });
}

let next = Number(first);
await Promise.all(
  Array.from({ length: 24 }, async () => {
    for (;;) {
      const i = next++;
      await write(i).then(
        // Written at once: what is said survives our death.
        () => void writeSync(1, `${i}\n`),
        () => new Promise((resolve) => setTimeout(resolve, 20)),
      );
    }
  }),
);
