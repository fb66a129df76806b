import { WebSocketServer } from "ws";

/** W4's peer: bare `ws`, every frame back as it came. */
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("connection", (ws) => ws.on("message", (data) => ws.send(data, { binary: false })));
server.on("listening", () => {
  const address = server.address();
  if (typeof address === "object" && address) process.stdout.write(`${address.port}\n`);
});
// Its asker ended.
process.stdin.on("end", () => process.exit()).resume();
