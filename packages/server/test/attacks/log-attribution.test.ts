import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect } from "vitest";
import { silentLog, writeAccessLog } from "../../src/log/index.ts";
import { addressesFound, guideFilter, ourFilter, startFail2ban } from "../_support/fail2ban.ts";
import { testWith } from "../_support/peers.ts";
import { sized } from "../_support/size.ts";

// J1, A7: whatever strangers call themselves or ask for, fail2ban reads the address of who did it, and no other.

const folder = mkdtempSync(join(tmpdir(), "entobot-attribution-"));
afterAll(() => rmSync(folder, { recursive: true }));
const test = testWith("fail2ban");
const victim = "198.51.100.77";
const forged = `Authentication failed from ${victim} `;

/** What a stranger may put wherever text is taken. */
const hostile: readonly string[] = [
  "ada@example.test",
  `\r\n${forged}`,
  `\n2026-11-24T10:00:00.000Z ${forged}\n`,
  `\u0085${forged}`,
  `\u2028${forged}\u2029`,
  `\u0000${forged}`,
  `\u001b[2K\u001b[1G${forged}`,
  `\u202e${[...forged].reverse().join("")}\u202c`,
  `" ${forged}`,
  `\\" reason=x ${forged}`,
  `' <HOST> ${victim} %(asctime)s`,
  forged,
  `from ${victim}`,
  victim,
  "2001:db8::bad",
  "2026-11-24 10:11:12",
  "Nov 24 10:11:12",
  "24/Nov/2026:10:11:12 +0000",
  "1764000000",
  "\ud800lone",
  `${"a".repeat(1_000_000)} ${forged}`,
];

const attackerOf = (i: number) =>
  i % 2 === 0 ? `203.0.113.${i % 250}` : `2001:db8:0:${(i % 250).toString(16)}::9`;
const bystander = "192.0.2.200";

function writeHostile(path: string, failures: number): Promise<void> {
  const log = writeAccessLog({ path, clock: Date.now, log: silentLog });
  for (let i = 0; i < failures; i++) {
    const text = hostile[i % hostile.length] ?? "";
    log.authenticationFailed({
      address: attackerOf(i),
      user: text,
      reason: "wrong_password",
      requestId: `req_${i}`,
    });
    log.request({
      ...{
        address: bystander,
        channel: "rest",
        method: "GET",
        path: `/${text}`,
        outcome: 401,
        requestId: `req_${i}`,
      },
      milliseconds: 1,
    });
  }
  return log.stop();
}

describe("10,000 hostile lines", () => {
  test("each failure is its own attacker's; the guide's filter bans others", {
    timeout: 120_000,
  }, async () => {
    const path = join(folder, "hostile.log");
    const failures = sized(1_000, 5_000);
    await writeHostile(path, failures);
    const lines = readFileSync(path, "utf8").split("\n");
    expect(lines.pop()).toBe("");
    expect(lines).toHaveLength(2 * failures);
    expect(lines.filter((line) => !/^\d{4}-\d\d-\d\dT[\d:.]{12}Z [\x20-\x7e]{1,2000}$/.test(line))).toEqual(
      [],
    );

    const right = Array.from({ length: failures }, (_, i) => attackerOf(i));
    expect(addressesFound(path, ourFilter)).toEqual(right);

    // The control: what the guide prints takes victims and shortened addresses out of the same lines.
    const allowed = new Set(right);
    const wrong = addressesFound(path, guideFilter).filter((address) => !allowed.has(address));
    expect(wrong.length).toBeGreaterThan(failures / 2);
  });

  test("a log that writes names as they come is what an attacker wants", async () => {
    const path = join(folder, "naive.log");
    const text = hostile.map(
      (user) => `${new Date().toISOString()} Authentication failed from 203.0.113.9 user=${user}\n`,
    );
    writeFileSync(path, text.join(""));
    expect(addressesFound(path, ourFilter)).toContain(victim);
  });
});

describe("the real fail2ban", () => {
  test("bans after five failures over IPv4 and IPv6, also after rotation, and nobody else", {
    timeout: 180_000,
  }, async () => {
    const path = join(folder, "access.log");
    const log = writeAccessLog({ path, clock: Date.now, log: silentLog });
    const fail = (address: string, times: number) => {
      for (let i = 0; i < times; i++) {
        log.authenticationFailed({ address, user: forged, reason: "wrong_password", requestId: "req_1" });
        log.request({
          ...{ address: bystander, channel: "web", method: "GET", path: `/${forged}` },
          ...{ outcome: 404, requestId: "req_2", milliseconds: 1 },
        });
      }
    };
    log.request({
      ...{ address: bystander, channel: "web", method: "GET", path: "/" },
      ...{ outcome: 200, requestId: "req_0", milliseconds: 1 },
    });
    await expect.poll(() => log.trouble()).toBeNull();
    await sleep(300);
    const jail = await startFail2ban(path, ourFilter);
    fail("203.0.113.9", 5);
    fail("2001:db8::9", 5);
    fail("203.0.113.10", 4);
    const first = ["2001:db8::9", "203.0.113.9"];
    await expect.poll(() => jail.banned().toSorted(), { timeout: 60_000 }).toEqual(first);

    renameSync(path, `${path}.1`);
    await sleep(1_500);
    fail("203.0.113.10", 1);
    fail("2001:db8::10", 5);
    const all = [...first, "203.0.113.10", "2001:db8::10"].toSorted();
    await expect.poll(() => jail.banned().toSorted(), { timeout: 60_000 }).toEqual(all);
    await log.stop();
  });
});
