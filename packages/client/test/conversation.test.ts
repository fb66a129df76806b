import { describe, expect, test } from "vitest";
import type { Credentials } from "../src/credentials.ts";
import type { Api } from "../src/rest/api.ts";
import { memoryStore } from "../src/stores/memory.ts";
import { credentialsFor, device, fakeServer, hasty, until } from "./_support/device.ts";
import { defaultConversation } from "./_support/fake-server.ts";

test("history, then live: no gap, no repeat, and the answer grows word by word", async () => {
  const server = await fakeServer();
  for (let number = 0; number < 50; number++) server.say(defaultConversation, "user", `old ${number}`);
  const client = await device(server);
  const view = client.conversation();
  const grown: string[] = [];
  view.subscribe(() => {
    const { streaming } = view.state();
    if (streaming !== "" && streaming !== grown.at(-1)) grown.push(streaming);
  });
  await until(() => view.state().loaded, "loaded");
  expect(view.state().entries).toHaveLength(50);
  await view.send("a b c").acknowledged;
  expect(view.state()).toMatchObject({ busy: true, waiting: [] });
  await until(() => !view.state().busy, "answered");
  expect(view.state().entries.at(-1)).toMatchObject({
    seq: 52,
    role: "assistant",
    content: "You said: a b c",
  });
  expect(view.state().streaming).toBe("");
  expect(grown).toEqual(["You ", "You said: ", "You said: a ", "You said: a b ", "You said: a b c"]);
});

test("what another device wrote while this one was away is there afterwards", async () => {
  const server = await fakeServer();
  const client = await device(server);
  const view = client.conversation();
  await until(() => view.state().loaded, "loaded");
  await server.stop();
  server.say(defaultConversation, "user", "from elsewhere");
  server.say(defaultConversation, "assistant", "answered elsewhere");
  await server.start();
  await until(() => view.state().entries.length === 2, "caught up");
  expect(view.state().entries.map(({ content }) => content)).toEqual([
    "from elsewhere",
    "answered elsewhere",
  ]);
});

test("a running answer is shown whole after a resume", async () => {
  const server = await fakeServer();
  server.override = (frame) =>
    frame.type === "resume"
      ? [
          {
            type: "resumed",
            conversation_id: defaultConversation,
            last_seq: 0,
            busy: true,
            partial: "Half an ",
          } as never,
          { type: "delta", conversation_id: defaultConversation, text: "answer" } as never,
        ]
      : undefined;
  const client = await device(server);
  const view = client.conversation();
  await until(() => view.state().loaded, "loaded");
  await until(() => view.state().streaming === "Half an answer", "the delta continues the partial text");
  expect(view.state().busy).toBe(true);
});

test("the same picture is the same object until something changes", async () => {
  const server = await fakeServer();
  const client = await device(server);
  const view = client.conversation();
  await until(() => view.state().loaded, "loaded");
  const before = view.state();
  expect(view.state()).toBe(before);
  server.say(defaultConversation, "assistant", "news");
  await until(() => view.state() !== before, "changed");
  const entries = view.state().entries;
  view.send("hello");
  expect(view.state().entries).toBe(entries);
});

test("with REST the newest page is loaded first, and earlier ones on request", async () => {
  const server = await fakeServer();
  for (let number = 1; number <= 30; number++) server.say(defaultConversation, "user", `line ${number}`);
  const stored = () => server.conversations.get(defaultConversation) ?? [];
  const fetch = (async (input: string) => {
    const query = new URL(input).searchParams;
    const before = Number(query.get("before") ?? Number.POSITIVE_INFINITY);
    const limit = Number(query.get("limit"));
    const items = stored()
      .filter(({ seq }) => seq < before)
      .slice(-limit);
    return Response.json({ items, next: null });
  }) as unknown as typeof globalThis.fetch;
  const client = await device(server, {
    apiUrl: "http://127.0.0.1:1",
    history: 10,
    environment: { ...hasty, fetch },
  });
  expect(client.api satisfies Api | undefined).toBeDefined();
  const view = client.conversation(defaultConversation as never);
  await until(() => view.state().loaded, "loaded");
  expect(view.state().entries.map(({ seq }) => seq)).toEqual([21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
  expect(view.state().hasEarlier).toBe(true);
  expect(server.heard.find(({ type }) => type === "resume")).toMatchObject({ after: 30 });
  for (let page = 0; page < 2; page++) await view.loadEarlier();
  expect(view.state().entries).toHaveLength(30);
  expect(view.state().hasEarlier).toBe(false);
});

describe("what was said is read beside the sign-in of the socket", () => {
  /** A socket that is not signed in before `letIn`, and REST that says which tokens asked. */
  async function slowDoor(credentials: Partial<Credentials>) {
    const server = await fakeServer();
    server.say(defaultConversation, "user", "said before");
    const asked: string[] = [];
    const fetch = (async (_input: string, init: RequestInit) => {
      asked.push(new Headers(init.headers).get("authorization") ?? "");
      return Response.json({ items: server.conversations.get(defaultConversation), next: null });
    }) as unknown as typeof globalThis.fetch;
    let shut = true;
    server.override = (frame) => (shut && frame.type === "auth" ? [] : undefined);
    const client = await device(server, {
      store: memoryStore(await credentialsFor(server, credentials)),
      apiUrl: "http://127.0.0.1:1",
      environment: { ...hasty, fetch },
    });
    const view = client.conversation(defaultConversation as never);
    const letIn = () => {
      shut = false;
    };
    return { server, client, view, asked, letIn };
  }

  test("it is shown before the socket is signed in, and not read again then", async () => {
    const { client, view, asked, letIn } = await slowDoor({});
    await until(() => view.state().entries.length === 1, "shown");
    expect(client.state().status).toBe("connecting");
    expect(view.state().loaded).toBe(false);
    letIn();
    await until(() => view.state().loaded, "loaded");
    expect(asked).toEqual(["Bearer access-0"]);
  });

  test("a token near its end is renewed first: a refused one would count as a wrong credential", async () => {
    const now = Math.floor(hasty.now() / 1000);
    const { server, view, asked, letIn } = await slowDoor({ expiresAt: now + 60 });
    await until(() => server.refreshes.accepted === 1, "renewed");
    expect(asked).toEqual([]);
    letIn();
    await until(() => view.state().loaded, "loaded");
    expect(view.state().entries).toHaveLength(1);
    expect(asked).toEqual([`Bearer ${server.tokens.access}`]);
  });

  test("what could not be read before is read when the socket is signed in", async () => {
    const server = await fakeServer();
    for (let number = 0; number < 30; number++) server.say(defaultConversation, "user", `line ${number}`);
    let down = true;
    const fetch = (async (input: string) => {
      if (down) throw new TypeError("no network");
      const limit = Number(new URL(input).searchParams.get("limit"));
      return Response.json({
        items: server.conversations.get(defaultConversation)?.slice(-limit),
        next: null,
      });
    }) as unknown as typeof globalThis.fetch;
    server.override = (frame) => {
      if (frame.type === "auth") down = false;
      return undefined;
    };
    const client = await device(server, {
      apiUrl: "http://127.0.0.1:1",
      history: 10,
      environment: { ...hasty, fetch },
    });
    const view = client.conversation(defaultConversation as never);
    await until(() => view.state().loaded, "loaded");
    expect(view.state().entries).toHaveLength(10);
  });
});
