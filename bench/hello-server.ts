import fastify from "fastify";

/** The scale of `edge.ts`: Fastify with one route and nothing before it. */
const server = fastify();
server.get("/", () => ({ hello: "world" }));
const address = await server.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(`${new URL(address).port}\n`);
// Its asker ended.
process.stdin.on("end", () => process.exit()).resume();
