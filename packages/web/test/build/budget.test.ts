import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../_support/built-app.ts";

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

let app: Awaited<ReturnType<typeof buildApp>>;
let chunks: Readonly<Record<string, Chunk>>;

beforeAll(async () => {
  app = await buildApp();
  chunks = JSON.parse(readFileSync(join(app.folder, ".vite/manifest.json"), "utf8")) as typeof chunks;
}, 60_000);
afterAll(() => app?.remove());

/** Compressed JavaScript of these entries with everything that they import, in kilobytes. */
function weigh(...entries: readonly string[]): number {
  const seen = new Set<string>();
  const visit = (name: string) => {
    const chunk = chunks[name];
    if (!chunk) throw new Error(`${name} is not in the build`);
    if (seen.has(name)) return;
    seen.add(name);
    for (const each of chunk.imports ?? []) visit(each);
  };
  for (const entry of entries) visit(entry);
  const sizes = [...seen].map(
    (name) => gzipSync(readFileSync(join(app.folder, (chunks[name] as Chunk).file))).length,
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

test("the phone app's first load, a conversation open, is at most 200 KB", () => {
  expect(weigh("index.html", "src/app/app-root.tsx", "src/app/chat/chat-page.tsx")).toBeLessThan(200);
});

test("the console's first load with its largest page is at most 350 KB", () => {
  expect(
    weigh("index.html", "src/console/console-root.tsx", "src/console/devices/devices-page.tsx"),
  ).toBeLessThan(350);
});

test("the page carries no inline script or style and names no other host", () => {
  const html = readFileSync(join(app.folder, "index.html"), "utf8");
  expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)|https?:\/\//);
});

test("the service worker keeps the shell's files and none of the API", () => {
  const source = readFileSync(join(app.folder, "sw.js"), "utf8");
  const files = JSON.parse(/const files = (\[.*?\]);/.exec(source)?.[1] ?? "[]") as string[];
  expect(files).toContain("/manifest.webmanifest");
  expect(files).toContain(`/${chunks["index.html"]?.file}`);
  expect(files.filter((file) => file.startsWith("/api"))).toEqual([]);
});
