import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One answer that the test speaks word by word. */
export interface SpokenAnswer {
  /** What the server asked the model, as JSON text. */
  readonly request: string;
  say(text: string): void;
  /** Ends this answer by asking for a tool; what it found is in the next request. */
  call(name: string, input: object): void;
  end(): void;
  /** Resolves when the server hung up. */
  readonly left: Promise<void>;
}

export interface SpokenModel {
  /** For `providers`: an OpenAI-compatible provider with the one model `spoken`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The next request that was not given out yet. */
  next(): Promise<SpokenAnswer>;
  /** How often it was asked so far. */
  asked(): number;
  close(): Promise<void>;
}

/** A model that says what the test wants, when the test wants it. */
export async function startSpokenModel(models: readonly string[] = ["spoken"]): Promise<SpokenModel> {
  const arrived: SpokenAnswer[] = [];
  const waiting: ((answer: SpokenAnswer) => void)[] = [];
  let asked = 0;
  const server = createServer(async (request, response) => {
    asked++;
    let body = "";
    for await (const chunk of request) body += chunk;
    response.writeHead(200, { "content-type": "text/event-stream" });
    const answer = answerOf(body, response);
    const taker = waiting.shift();
    if (taker) taker(answer);
    else arrived.push(answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    settings: { house: { api_base: `http://127.0.0.1:${port}/v1`, models } },
    asked: () => asked,
    next: () => {
      const answer = arrived.shift();
      return answer ? Promise.resolve(answer) : new Promise((resolve) => waiting.push(resolve));
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function answerOf(request: string, response: ServerResponse): SpokenAnswer {
  const write = (choice: object, more: object = {}) =>
    response.write(
      `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", created: 1, model: "spoken", choices: [{ index: 0, finish_reason: null, ...choice }], ...more })}\n\n`,
    );
  return {
    request,
    say: (text) => void write({ delta: { role: "assistant", content: text } }),
    call(name, input) {
      const call = { name, arguments: JSON.stringify(input) };
      write({ delta: { tool_calls: [{ index: 0, id: "call_1", type: "function", function: call }] } });
      write({ delta: {}, finish_reason: "tool_calls" });
      response.end("data: [DONE]\n\n");
    },
    end() {
      const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
      write({ delta: {}, finish_reason: "stop" }, { usage });
      response.end("data: [DONE]\n\n");
    },
    left: new Promise((resolve) => response.once("close", () => resolve())),
  };
}
