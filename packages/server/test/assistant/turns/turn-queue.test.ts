import type { ConversationId } from "@entobot/contract/ids";
import { describe, expect, test } from "vitest";
import { Overload } from "../../../src/assistant/turns/overload.ts";
import type { Turn } from "../../../src/assistant/turns/turn.ts";
import { TurnQueue } from "../../../src/assistant/turns/turn-queue.ts";

const conversation = (number: number) => `cnv_${number}` as ConversationId;
const turn = (number: number, seq: number) =>
  ({ conversationId: conversation(number), seq, stop: new AbortController() }) as unknown as Turn;

/** A queue whose turns end when told, on a clock of the test's own. */
function queueOf(place: "ours" | "elsewhere") {
  const time = { now: 0 };
  const open: (() => void)[] = [];
  const queue = new TurnQueue({
    ...{ running: 1_000, waiting: 1_000, waitingPerConversation: 5 },
    overload: new Overload(() => time.now),
    run: (_turn, elsewhere) => {
      const work = () => new Promise<void>((resolve) => open.push(resolve));
      return place === "elsewhere" ? elsewhere(work) : work();
    },
  });
  const say = (number: number, seq: number) => {
    const giveBack = queue.reserve(conversation(number));
    queue.add(turn(number, seq));
    giveBack();
  };
  return { queue, time, open, say };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("under overload", () => {
  test("a conversation has one open question, and nobody's first is refused", async () => {
    const { time, open, say } = queueOf("ours");
    for (let number = 0; number < 100; number++) say(number, 1);
    say(0, 2);
    time.now += 1_100;
    expect(() => say(0, 3)).toThrow(expect.objectContaining({ code: "busy", retryAfter: 2 }));
    expect(() => say(1, 2)).toThrow(expect.objectContaining({ code: "busy" }));
    for (let number = 100; number < 200; number++) say(number, 1);
    await settled();
    for (let round = 0; round < 3; round++) {
      for (const end of open.splice(0)) end();
      await settled();
    }
    time.now += 1_100;
    say(0, 3);
    say(0, 4);
  });

  test("who waits for a model is not waiting for us", async () => {
    const { time, say } = queueOf("elsewhere");
    for (let number = 0; number < 300; number++) say(number, 1);
    await settled();
    time.now += 1_100;
    for (let number = 0; number < 300; number++) say(number, 2);
    time.now += 1_100;
    for (let number = 0; number < 300; number++) say(number, 3);
  });

  test("the hard bounds hold in every weather", async () => {
    const { say } = queueOf("elsewhere");
    for (let seq = 1; seq <= 6; seq++) say(0, seq);
    expect(() => say(0, 7)).toThrow(expect.objectContaining({ code: "busy" }));
    await settled();
    for (let number = 1; number <= 1_994; number++) say(number, 1);
    expect(() => say(5_000, 1)).toThrow(expect.objectContaining({ code: "busy" }));
  });
});
