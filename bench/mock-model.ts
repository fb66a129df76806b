import { createServer } from "node:http";

/** An OpenAI-compatible model that answers with 64 deltas at once. */
const line = (choice: object, more: object = {}) =>
  `data: ${JSON.stringify({ id: "mock", object: "chat.completion.chunk", created: 1, model: "burst", choices: [choice], ...more })}\n\n`;
const deltas = Array.from({ length: 64 }, (_, i) =>
  line({ index: 0, delta: { role: "assistant", content: `word${i} ` }, finish_reason: null }),
);
const usage = { usage: { prompt_tokens: 10, completion_tokens: 64, total_tokens: 74 } };
const answer = [
  ...deltas,
  line({ index: 0, delta: {}, finish_reason: "stop" }, usage),
  "data: [DONE]\n\n",
].join("");

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(answer);
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address) process.stdout.write(`${address.port}\n`);
});
// Its asker ended.
process.stdin.on("end", () => process.exit()).resume();
