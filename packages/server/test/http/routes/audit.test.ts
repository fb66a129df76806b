import { get } from "node:http";
import { describe, expect, test, vi } from "vitest";
import { ask, bearer, openDoors } from "../../_support/doors.ts";
import { record } from "../../_support/doors-domains.ts";

const doors = await openDoors();
const { rest } = doors.ports;
doors.sessions.add("auditor", "auditor", "device");
doors.sessions.add("member", "member", "device");
const headers = bearer("auditor");

describe("the record over REST", () => {
  test("a search is recorded with the names of its filters, not with what was looked for", async () => {
    const person = `usr_${"0".repeat(26)}`;
    const answer = await ask(rest, `/api/v1/audit?about=${person}&outcome=denied&limit=10`, { headers });
    expect(answer.status).toBe(200);
    expect(doors.domains.noted).toContainEqual({
      event: "record_searched",
      details: { filters: ["outcome", "about"] },
    });
    expect(doors.domains.asked.at(-1)).toMatchObject({
      what: "audit.search",
      with: [{ about: person, limit: 10 }],
    });
  });

  test("a verification is recorded with its result", async () => {
    const answer = await ask(rest, "/api/v1/audit/verify", { method: "POST", headers, body: {} });
    expect(answer.json).toMatchObject({ ok: true });
    expect(doors.domains.noted.at(-1)).toMatchObject({ event: "record_verified", outcome: "success" });
    expect(
      (await ask(rest, "/api/v1/audit/verify", { method: "POST", headers, body: { head: "x" } })).status,
    ).toBe(400);
  });

  test("an export is one line a record, after a point, and recorded first", async () => {
    const before = doors.domains.noted.length;
    const answer = await ask(rest, "/api/v1/audit/export?after=1", { headers });
    expect(answer.headers["content-type"]).toBe("application/x-ndjson");
    const lines = answer.text.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual([2, 3]);
    expect(doors.domains.noted[before]).toMatchObject({ event: "data_exported", target: "audit" });
  });

  test("an export that cannot be recorded sends nothing", async () => {
    const { audit } = doors.domains;
    const noted = audit.noted;
    Object.assign(audit, { noted: () => Promise.reject(new Error("disk full")) });
    const answer = await ask(rest, "/api/v1/audit/export", { headers });
    Object.assign(audit, { noted });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('"seq"');
  });

  test("a reader that stops reading stops the reading of the record", async () => {
    let batches = 0;
    let ended = false;
    const { audit } = doors.domains;
    Object.assign(audit, {
      async *read({ signal }: { signal: AbortSignal }) {
        try {
          for (let i = 0; i < 10_000 && !signal.aborted; i++) {
            batches++;
            yield Array.from({ length: 100 }, (_, seq) => record(seq + 1));
          }
        } finally {
          ended = true;
        }
      },
    });
    const options = { port: rest, path: "/api/v1/audit/export", headers, agent: false as const };
    const request = get(options, (response) => response.pause());
    request.on("error", () => {});
    let last = -1;
    await vi.waitFor(
      () => {
        const still = batches === last && batches > 0;
        last = batches;
        expect(still).toBe(true);
      },
      { interval: 200, timeout: 5_000 },
    );
    expect(batches).toBeLessThan(2_000);
    request.destroy();
    await vi.waitFor(() => expect(ended).toBe(true), 10_000);
  });

  test("a member gets none of it", async () => {
    for (const path of ["/api/v1/audit", "/api/v1/audit/head", "/api/v1/audit/export"]) {
      expect((await ask(rest, path, { headers: bearer("member") })).status).toBe(403);
    }
  });
});
