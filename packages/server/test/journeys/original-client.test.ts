import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { Pairing } from "@entobot/contract/auth";
import { expect } from "vitest";
import { openRealDoors } from "../_support/doors-real.ts";
import { testWith } from "../_support/peers.ts";

const doors = await openRealDoors();

interface Report {
  readonly paired: { readonly device_name: string; readonly jwt_token: string };
  readonly answer: readonly { readonly type: string; readonly seq?: number; readonly content?: string }[];
  readonly authenticated: { readonly type: string };
  readonly refused: readonly { readonly type: string; readonly message: string }[];
  readonly closed: number;
}

async function runClient(pairing: Pairing): Promise<Report> {
  const client = spawn("/usr/bin/python3", [`${import.meta.dirname}/original_client.py`], { env: {} });
  client.stdin.end(JSON.stringify(pairing));
  const [said, complained] = await Promise.all([text(client.stdout), text(client.stderr)]);
  expect(complained).toBe("");
  return JSON.parse(said) as Report;
}

testWith("websockets")("a client in another language speaks the original frames", async () => {
  const member = await doors.person("member");
  const made = await member.ask("/api/v1/auth/pairing/create-session", { method: "POST", body: {} });
  expect(made.status).toBe(201);
  const report = await runClient(made.json as unknown as Pairing);
  expect(report.paired.device_name).toBe("Python");
  const kinds = report.answer.map(({ type }) => type);
  expect(kinds[0]).toBe("ack");
  expect(kinds.slice(1)).toContain("tool");
  expect(kinds).toContain("delta");
  expect(report.answer.filter(({ seq }) => seq !== undefined).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(report.answer.at(-1)?.content).toContain("list_workspace");
  expect(report.authenticated.type).toBe("auth_success");
  expect(report.refused.map(({ type }) => type)).toEqual(["error", "auth_error"]);
  expect(report.refused[0]?.message).toMatch(/^Invalid/);
  expect(report.closed).toBe(4401);
  const signIns = await doors.server.house.audit.search({ event: "auth_succeeded", limit: 100 });
  expect(signIns.items.filter(({ details }) => details["method"] === "token")).toHaveLength(1);
});
