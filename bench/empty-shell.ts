import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const types: Readonly<Record<string, string>> = {
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  webmanifest: "application/manifest+json",
};
/** All that a page of the app may be without being one: it says that its script has run. */
const script = 'document.getElementById("root").dataset.ready = "";';

/** The built page with its style, icons and manifest, whose script does nothing. Compressed as the server does. */
export async function serveEmptyShell(dist: string): Promise<{ url: string; close(): void }> {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const root = /<script[^>]*src="([^"]+)"/.exec(html)?.[1];
  if (root === undefined) throw new Error("the built page has no script");
  const page = html.replace(/\s*<link rel="modulepreload"[^>]*>/g, "");
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const extension = /\.(\w+)$/.exec(path)?.[1];
    try {
      const text = path === root ? script : extension ? readFileSync(join(dist, path)) : page;
      const type = extension ? (types[extension] ?? "application/octet-stream") : "text/html; charset=utf-8";
      const bytes = extension === "png" ? Buffer.from(text) : brotliCompressSync(text);
      response.writeHead(200, {
        "content-type": type,
        ...(extension === "png" ? {} : { "content-encoding": "br" }),
        "cache-control": extension ? "public, max-age=31536000, immutable" : "no-cache",
      });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
