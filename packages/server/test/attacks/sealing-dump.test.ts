import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { z } from "zod";
import type { ModelEvent } from "../../src/assistant/index.ts";
import { assistantWorld, caller, Listener, scripted } from "../_support/assistant.ts";
import { testDatabase } from "../_support/database.ts";
import { sized } from "../_support/size.ts";

/** H5: whoever has a dump or the database folder, and not the master key, reads no conversation. */
const database = await testDatabase();
const secret = () => `canary${randomBytes(12).toString("hex")}`;

const { assistant } = await assistantWorld(database, {
  tools: [
    {
      name: "look",
      description: "",
      parameters: z.strictObject({ path: z.string() }),
      permission: "tools.use",
      reach: { reads: ["own_workspace"], writes: [] },
      run: async (_call, args) => `result ${(args as { path: string }).path.toUpperCase()}`,
    },
  ],
  // Repeats what it was told, in an answer and as a tool's argument.
  models: scripted(async function* ({ messages }): AsyncGenerator<ModelEvent> {
    const last = messages.at(-1);
    if (last?.role === "user") {
      yield { type: "tool_call", call: { id: "c", name: "look", input: { path: last.text } } };
      yield { type: "end", reason: "tool_calls" };
    } else {
      yield { type: "text", text: last?.role === "tool" ? last.result : "" };
      yield { type: "end", reason: "stop" };
    }
  }),
});

const secrets = Array.from({ length: sized(25, 100) }, secret);
await Promise.all(
  secrets.map(async (text) => {
    const call = caller();
    const { conversation_id: id } = await assistant.conversations.create(call, { title: `title ${text}` });
    const listener = new Listener();
    await assistant.send(call, { content: text, conversationId: id, clientId: "c1" }, listener);
    await assistant.send(caller(), { content: text });
    await listener.answered();
  }),
);

async function dump(client: pg.Client): Promise<Buffer> {
  const { rows } = await client.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
  );
  const parts: string[] = [];
  for (const { name } of rows) {
    const all = await client.query<{ line: string }>(`select t::text as line from ${name} t`);
    parts.push(...all.rows.map(({ line }) => line));
  }
  // bytea is printed in hexadecimal: what it holds is looked at too.
  const text = parts.join("\n");
  const binary = [...text.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex]) => Buffer.from(hex as string, "hex"));
  return Buffer.concat([Buffer.from(text), ...binary]);
}

const spellings = (text: string): Buffer[] =>
  [
    text,
    text.toUpperCase(),
    Buffer.from(text).toString("base64").slice(0, -4),
    Buffer.from(text).toString("hex"),
  ].map((one) => Buffer.from(one));
const hits = (haystack: Buffer): number =>
  secrets.filter((text) => spellings(text).some((spelling) => haystack.includes(spelling))).length;

async function asAdministrator<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = database.ownerUrl.replace("user=entobot_owner", "user=postgres");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test("0 hits in a dump, and in every file of the data folder, the write-ahead log among them", async () => {
  await asAdministrator(async (client) => {
    expect((await dump(client)).length).toBeGreaterThan(50_000);
    expect(hits(await dump(client))).toBe(0);
    await client.query("checkpoint");
    expect(await inFolder(client)).toBe(0);
  });
});

test("control: the same text in an unsealed column is found in both", async () => {
  await asAdministrator(async (client) => {
    await client.query("create table unsealed (content text)");
    for (const text of secrets) await client.query("insert into unsealed values ($1)", [text]);
    expect(hits(await dump(client))).toBe(secrets.length);
    await client.query("checkpoint");
    expect(await inFolder(client)).toBe(secrets.length);
    await client.query("drop table unsealed");
  });
});

/** Secrets that stand in any file of the server's folder (read as the account that owns it, or as root). */
async function inFolder(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ folder: string }>(
    "select current_setting('data_directory') as folder",
  );
  const folder = rows[0]?.folder as string;
  const grep = spawnSync("grep", ["-raohiE", "canary[0-9a-f]{24}", folder], {
    encoding: "latin1",
    maxBuffer: 1 << 28,
  });
  // 1: nothing was found. A file that went away while it was looked at gives 2, and is no hit.
  const found = grep.stdout;
  return new Set(
    found
      .toLowerCase()
      .split("\n")
      .filter((line) => secrets.includes(line)),
  ).size;
}
