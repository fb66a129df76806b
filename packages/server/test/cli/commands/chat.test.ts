import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { type FakeServer, startFakeServer } from "../../../../client/test/_support/fake-server.ts";
import { runCommand } from "../../../src/cli/run-command.ts";
import { type FakeWorldOptions, fakeHouse, fakeWorld } from "../../_support/cli-world.ts";

async function terminal(options: FakeWorldOptions = {}) {
  const server = await startFakeServer();
  const deviceFolder = await mkdtemp(join(tmpdir(), "entobot-test-chat-"));
  onTestFinished(async () => {
    await server.stop();
    await rm(deviceFolder, { recursive: true });
  });
  const chat = async (words: readonly string[], more: FakeWorldOptions = {}) => {
    const { world, terminal } = fakeWorld({ ...options, ...more, world: { deviceFolder, ...options.world } });
    const exit = await runCommand(["chat", ...words], world);
    return { exit, out: terminal.out(), err: terminal.err() };
  };
  return { server, chat };
}

const pairing = (server: FakeServer) =>
  JSON.stringify({ session_id: "pai_1", websocket_url: server.url, temp_token: "right", timestamp: 1 });

describe("chat --once", () => {
  test("pairs on first use, then answers as the paired device", async () => {
    const { server, chat } = await terminal();
    const first = await chat(["--pairing", pairing(server), "--once", "hello"]);
    expect(first).toEqual({ exit: 0, out: "You said: hello\n", err: "Paired as ada@firm.test.\n" });
    const second = await chat(["--once", "again", "--json"]);
    expect([second.exit, second.err]).toEqual([0, ""]);
    expect(JSON.parse(second.out)).toEqual({
      ...{ conversation_id: "cnv_00000000000000000000000000", seq: 4, answer: "You said: again" },
      ...{ model: null, usage: null, error: null },
    });
    expect(server.heard.filter(({ type }) => type === "pair")).toHaveLength(1);
  });

  test("a refused pairing is 77", async () => {
    const { server, chat } = await terminal();
    const wrong = pairing(server).replace("right", "wrong");
    expect(await chat(["--pairing", wrong, "--once", "hello"])).toMatchObject({
      exit: 77,
      err: "entobot: Invalid pairing credentials\n",
    });
  });

  test("a removed terminal is 77 with words", async () => {
    const { server, chat } = await terminal();
    await chat(["--pairing", pairing(server), "--once", "hello"]);
    server.tokens.access = server.tokens.refresh = "others";
    const { exit, err } = await chat(["--once", "hello"]);
    expect(exit).toBe(77);
    expect(err).toMatch(/chat --pair/);
  });

  test("a message the server refuses has the exit code of its reason", async () => {
    const { server, chat } = await terminal();
    server.override = (frame) =>
      frame.type === "message"
        ? [{ type: "error", code: "model_unknown", message: "No such model." }]
        : undefined;
    const { exit, err } = await chat(["--pairing", pairing(server), "--once", "x", "--model", "y"]);
    expect([exit, err]).toEqual([2, "Paired as ada@firm.test.\nentobot: No such model.\n"]);
  });

  test.each([
    [["--json"], /--json needs --once/],
    [["--once", "hello"], /not paired.*--pairing/],
    [["--pairing", "nonsense", "--once", "hello"], /no pairing/],
    [["--conversation", "42", "--once", "hello"], /begins with cnv_/],
  ])("%j is a usage error", async (words, message) => {
    const { chat } = await terminal();
    const { exit, err } = await chat(words);
    expect(exit).toBe(2);
    expect(err).toMatch(message);
  });

  test("no credentials over an open line to another machine unless that is said", async () => {
    const { chat } = await terminal();
    const far = JSON.stringify({
      session_id: "p",
      websocket_url: "ws://192.0.2.1/",
      temp_token: "t",
      timestamp: 1,
    });
    expect((await chat(["--pairing", far, "--once", "hello"])).err).toMatch(/--unencrypted/);
  });
});

test("on the server's own machine the password pairs this terminal once and stays nowhere", async () => {
  const house = fakeHouse();
  const { server, chat } = await terminal({ house });
  house.identity.pairing.create = (async () => JSON.parse(pairing(server))) as never;
  const answers = ["ada@firm.test", "correct horse battery"];
  const { exit, out } = await chat(["--once", "hello"], { answers });
  expect([exit, out]).toEqual([0, "You said: hello\n"]);
  expect(house.did.map(({ what }) => what)).toEqual(["signIn", "sessions.end"]);
  expect((await chat(["--once", "hello"])).exit).toBe(0);
});

test("lines from a pipe are asked in order, history first, and the end of the pipe waits for the answers", async () => {
  const { server, chat } = await terminal();
  await chat(["--pairing", pairing(server), "--once", "earlier"]);
  const input = new PassThrough();
  input.end("one\n\n/help\ntwo\n");
  const { exit, out } = await chat([], { io: { input: input as unknown as NodeJS.ReadStream } });
  expect(exit).toBe(0);
  const at = ["› earlier", "You said: earlier", "You said: one", "You said: two"].map((text) =>
    out.indexOf(text),
  );
  expect(at).not.toContain(-1);
  expect(at).toEqual([...at].sort((a, b) => a - b));
  expect(out).toContain("/conversations");
});
