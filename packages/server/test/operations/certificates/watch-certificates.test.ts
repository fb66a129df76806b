import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { silentLog } from "../../../src/log/index.ts";
import { openCertificates } from "../../../src/operations/certificates/open-certificates.ts";
import { watchCertificates } from "../../../src/operations/index.ts";
import { strangerCall, testAudit } from "../../_support/audit.ts";
import { makeAuthority } from "../../_support/certificates.ts";
import { testDatabase } from "../../_support/database.ts";
import { testWith } from "../../_support/peers.ts";

const test = testWith("openssl");
const { issue } = makeAuthority();
const { open } = await testDatabase();
const audit = await testAudit(open());
const folder = mkdtempSync(join(tmpdir(), "entobot-watch-"));
afterAll(() => rmSync(folder, { recursive: true }));
const paths = { chain: join(folder, "chain.pem"), key: join(folder, "key.pem") };
const day = 86_400_000;

let now = Date.now();
const put = ({ chain, key }: { chain: Buffer; key: Buffer }) => {
  writeFileSync(paths.chain, chain, { mode: 0o640 });
  writeFileSync(paths.key, key, { mode: 0o640 });
};

async function watch(): Promise<() => Promise<void>> {
  const clock = () => now;
  const certificates = await openCertificates({
    paths,
    publicHost: null,
    clock,
    patience: { halfMs: 0, againMs: 0 },
  });
  return watchCertificates({ certificates, audit, call: strangerCall, clock, log: silentLog, everyMs: 20 });
}

const told = async () => {
  const events = ["certificate_loaded", "certificate_refused", "certificate_expiring"] as const;
  const pages = await Promise.all(events.map((event) => audit.search({ event, limit: 50 })));
  const items = pages.flatMap((page) => page.items).toSorted((a, b) => a.seq - b.seq);
  return items.map(({ event, details }) =>
    `${event.slice(12)} ${details["days"] ?? details["fault"] ?? ""}`.trim(),
  );
};
const soon = { timeout: 10_000, interval: 30 };

test("what is loaded, refused and near its end stands in the record; a warning once, whoever asks again", async () => {
  put(issue({ from: now - 50 * day, to: now + 40 * day }));
  let stop = await watch();
  await expect.poll(told, soon).toEqual(["loaded"]);
  now += 11 * day;
  await expect.poll(told, soon).toEqual(["loaded", "expiring 30"]);
  now += 16 * day;
  await expect.poll(told, soon).toEqual(["loaded", "expiring 30", "expiring 14"]);
  await stop();

  stop = await watch();
  await expect.poll(told, soon).toEqual(["loaded", "expiring 30", "expiring 14", "loaded"]);
  writeFileSync(paths.key, "half a key");
  const refused = ["loaded", "expiring 30", "expiring 14", "loaded", "refused key_malformed"];
  await expect.poll(told, soon).toEqual(refused);
  now += 14 * day;
  await expect.poll(told, soon).toEqual([...refused, "expiring 0"]);
  put(issue({ from: now - day, to: now + 90 * day }));
  await expect.poll(told, soon).toEqual([...refused, "expiring 0", "loaded"]);
  await stop();
  const [over] = (await audit.search({ event: "certificate_expiring", limit: 1 })).items;
  expect(over).toMatchObject({
    severity: "critical",
    details: { expired: true },
    target: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});
