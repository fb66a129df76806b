import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { chooseEncoding } from "./accept-encoding.ts";
import type { Answer } from "./answer.ts";
import type { Digest } from "./checks/input.ts";
import type { Exchange } from "./exchange.ts";
import { noBuildPage } from "./no-build-page.ts";
import type { Headers } from "./security-headers.ts";

export interface Files {
  /** GET or HEAD; a path that is no file is a page of the app. */
  answer(exchange: Exchange): Answer;
}

interface File {
  readonly bytes: Buffer;
  /** What the build has put beside it, as Brotli; null where that was not worth it. */
  compressed: Buffer | null;
  readonly headers: Headers;
}

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};
/** Vite puts a hash of the content into the names below assets/. */
const hashed = /^\/assets\/.*-[\w-]{8,}\.\w+$/;

/**
 * All files are read once and served from memory by exact name: what a request says never becomes a path on the disk.
 * Source maps stay out. Without a build there is one page that says how to make it.
 */
export async function loadFiles(root: string, digest: Digest): Promise<Files> {
  const files = new Map<string, File>();
  for (const path of await list(root)) {
    const name = `/${relative(root, path).split(sep).join("/")}`;
    const type = mediaTypes[extname(path)];
    if (!type) continue;
    const [bytes, compressed] = await Promise.all([readFile(path), readFile(`${path}.br`).catch(() => null)]);
    files.set(name, load({ bytes, compressed, type, immutable: hashed.test(name), digest }));
  }
  const index = files.get("/index.html") ?? load({ ...noBuild, digest });
  /** Pages differ in the code that they ask for first; what has none of its own gets the one for all. */
  function pageOf(path: string): File {
    return files.get(`/${path.split("/")[1]}.html`) ?? index;
  }
  const missing: Answer = {
    status: 404,
    headers: { "content-type": "text/plain; charset=utf-8" },
    body: "Not found\n",
  };

  return {
    answer({ path, request }) {
      const page = !/\.\w+$/.test(path);
      const file = files.get(path) ?? (page ? pageOf(path) : undefined);
      return file ? give(file, request.method === "HEAD", request.headers) : missing;
    },
  };
}

async function list(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

interface Loaded {
  readonly bytes: Buffer;
  readonly compressed: Buffer | null;
  readonly type: string;
  readonly immutable: boolean;
  readonly digest: Digest;
}

const noBuild: Omit<Loaded, "digest"> = {
  bytes: Buffer.from(noBuildPage),
  compressed: null,
  type: "text/html; charset=utf-8",
  immutable: false,
};

function load({ bytes, compressed, type, immutable, digest }: Loaded): File {
  return {
    bytes,
    compressed,
    headers: {
      "content-type": type,
      etag: `"${digest(bytes).slice(0, 32)}"`,
      "cache-control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
      vary: "Accept-Encoding",
    },
  };
}

const notAcceptable: Answer = {
  status: 406,
  headers: { "content-type": "text/plain; charset=utf-8", vary: "Accept-Encoding" },
  body: "There is this file plain and, mostly, as br; Accept-Encoding refuses both.\n",
};

function give(file: File, head: boolean, asked: { [name: string]: string | string[] | undefined }): Answer {
  if (asked["if-none-match"] === file.headers["etag"])
    return { status: 304, headers: file.headers, body: null };
  const chosen = chooseEncoding(asked["accept-encoding"]?.toString(), file.compressed !== null);
  if (chosen === undefined) return notAcceptable;
  const brotli = chosen === "br" ? file.compressed : null;
  const bytes = brotli ?? file.bytes;
  const headers = {
    ...file.headers,
    ...(brotli ? { "content-encoding": "br" } : {}),
    "content-length": String(bytes.length),
  };
  return { status: 200, headers, body: head ? null : bytes };
}
