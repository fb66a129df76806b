import { createServer } from "node:http";

/** W11's peer: Node and nothing else. */
const server = createServer((_request, response) => response.end("hello"));
server.listen(Number(process.argv[2]), "127.0.0.1");
// Its asker ended.
process.stdin.on("end", () => process.exit()).resume();
