import type { LookupAddress } from "node:dns";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { createFetch, type FetchOptions } from "../../src/net/create-fetch.ts";

let connections = 0;
const server = createServer((request, reply) => {
  if (request.url === "/gzip") {
    reply.setHeader("content-encoding", "gzip");
    reply.end(gzipSync(Buffer.alloc(50_000_000)));
  } else if (request.url === "/big") reply.end(Buffer.alloc(100_000));
  else if (request.url === "/empty") reply.writeHead(204).end();
  else reply.setHeader("x-a", ["1", "2"]).end(`${request.method} ok`);
});
server.on("connection", () => connections++);
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;
afterAll(() => new Promise((resolve) => server.close(resolve)));

function guarded(options: Partial<FetchOptions> = {}) {
  const made = createFetch({
    allowPrivate: true,
    maxResponseBytes: 50_000,
    connectTimeoutMs: 500,
    ...options,
  });
  afterAll(() => made.close());
  return made.fetch;
}
const answering = (...addresses: string[]) => ({
  resolve: (_host: string, done: (error: null, found: LookupAddress[]) => void) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    ),
});
const reason = (promise: Promise<unknown>) =>
  promise.then(
    () => "answered",
    (error: { reason?: string; cause?: { reason?: string } }) =>
      error.reason ?? error.cause?.reason ?? String(error),
  );

test("a plain answer", async () => {
  const response = await guarded()(`http://127.0.0.1:${port}/`, { method: "POST", body: "x" });
  expect([response.status, response.headers.get("x-a"), await response.text()]).toEqual([
    200,
    "1, 2",
    "POST ok",
  ]);
  expect((await guarded()(`http://127.0.0.1:${port}/empty`)).status).toBe(204);
});

test.each([
  "http://127.0.0.1:PORT/",
  "http://localhost:PORT/",
  "http://[::ffff:127.0.0.1]:PORT/",
  "http://2130706433:PORT/",
  "http://0x7f.1:PORT/",
  "http://0177.0.0.1:PORT/",
  "http://127.1:PORT/",
  "https://127.0.0.1:PORT/",
  "https://[::1]:PORT/",
])("%s is not connected to, where nobody allowed private addresses", async (url) => {
  const before = connections;
  expect(await reason(guarded({ allowPrivate: false })(url.replace("PORT", String(port))))).toBe("address");
  expect(connections).toBe(before);
});

test("a name that points inside, or both ways, is refused; metadata and plain http to the world are never reached", async () => {
  const before = connections;
  const url = `https://model.example:${port}/`;
  const closed = { allowPrivate: false };
  expect(await reason(guarded({ ...closed, ...answering("127.0.0.1") })(url))).toBe("address");
  expect(await reason(guarded({ ...closed, ...answering("93.184.216.34", "127.0.0.1") })(url))).toBe(
    "address",
  );
  for (const address of [
    "169.254.169.254",
    "fd00:ec2::254",
    "fe80::1",
    "0.0.0.0",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
  ]) {
    expect(await reason(guarded(answering(address))(url))).toBe("address");
  }
  expect(await reason(guarded(answering("93.184.216.34"))(`http://model.example:${port}/`))).toBe("address");
  expect(connections).toBe(before);
});

test("the address that was judged is the one that is connected to: one look-up a connection", async () => {
  let lookups = 0;
  const resolve = (_host: string, done: (error: null, found: LookupAddress[]) => void) =>
    done(null, [{ address: lookups++ === 0 ? "127.0.0.1" : "169.254.169.254", family: 4 }]);
  const fetch = guarded({ resolve });
  expect(await (await fetch(`http://model.internal:${port}/`)).text()).toBe("GET ok");
  expect(lookups).toBe(1);
});

test("bounds: bytes, encodings, schemes, credentials", async () => {
  const fetch = guarded();
  const at = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  expect(await reason(at("/big").then((response) => response.text()))).toBe("too_large");
  expect(await reason(at("/gzip"))).toBe("encoding");
  expect(await reason(fetch("file:///etc/passwd"))).toBe("scheme");
  expect(await reason(fetch(`http://user:word@127.0.0.1:${port}/`))).toBe("credentials_in_url");
});
