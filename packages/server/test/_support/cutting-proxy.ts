import { mkdtempSync, rmSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A socket in front of PostgreSQL that cuts the line instead of passing on the client's message number `cutAt`. */
export interface CuttingProxy {
  /** The same URL, through the proxy. */
  readonly url: string;
  /** Messages seen on the connections so far. */
  readonly seen: () => number;
  close(): Promise<void>;
}

export async function cuttingProxy(url: string, cutAt: number): Promise<CuttingProxy> {
  const host = new URL(url.replace("postgresql:///", "postgresql://x/")).searchParams.get("host") as string;
  const folder = mkdtempSync(join(tmpdir(), "entobot-cut-"));
  let seen = 0;
  const server = createServer((client) => {
    const upstream = createConnection(join(host, ".s.PGSQL.5432"));
    let started = false;
    client.on("data", (bytes: Buffer) => {
      // The driver writes one request at a time, so a chunk is one step; the start-up packet is not counted.
      if (started && ++seen === cutAt) {
        client.destroy();
        upstream.destroy();
        return;
      }
      started = true;
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => client.write(bytes));
    upstream.on("close", () => client.destroy()).on("error", () => client.destroy());
    client.on("close", () => upstream.destroy()).on("error", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(join(folder, ".s.PGSQL.5432"), resolve));
  return {
    url: url.replace(/host=[^&]*/, `host=${encodeURIComponent(folder)}`),
    seen: () => seen,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
