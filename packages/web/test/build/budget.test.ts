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

/** The files of these entries with everything that they import. */
function filesOf(...entries: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const visit = (name: string) => {
    const chunk = chunks[name];
    if (!chunk) throw new Error(`${name} is not in the build`);
    if (seen.has(name)) return;
    seen.add(name);
    for (const each of chunk.imports ?? []) visit(each);
  };
  for (const entry of entries) visit(entry);
  return [...seen].map((name) => (chunks[name] as Chunk).file);
}

/** Compressed JavaScript of these entries with everything that they import, in kilobytes. */
function weigh(...entries: readonly string[]): number {
  const sizes = filesOf(...entries).map((file) => gzipSync(readFileSync(join(app.folder, file))).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

test("two rounds bring all code: the page names what every page needs, its first script what this one needs", () => {
  const html = readFileSync(join(app.folder, "index.html"), "utf8");
  const named = new Set([...html.matchAll(/(?:href|src)="\/(assets\/[^"]+\.js)"/g)].map((found) => found[1]));
  const first = filesOf("index.html", "src/main.tsx");
  expect([...named].sort()).toEqual([...first].sort());

  const boot = readFileSync(join(app.folder, (chunks["index.html"] as Chunk).file), "utf8");
  const entries = ["src/app/app-root.tsx", "src/app/chat/chat-page.tsx", "src/console/console-root.tsx"];
  for (const file of filesOf(...entries)) if (!first.includes(file)) expect(boot).toContain(file);
  expect(first.length).toBeLessThanOrEqual(6);
  expect(filesOf(...entries.slice(0, 2)).length).toBeLessThanOrEqual(8);
});

test("the phone app's first load, a conversation open, is at most 200 KB", () => {
  expect(
    weigh("index.html", "src/main.tsx", "src/app/app-root.tsx", "src/app/chat/chat-page.tsx"),
  ).toBeLessThan(200);
});

test("the console's first load with its largest page is at most 350 KB", () => {
  expect(
    weigh(
      "index.html",
      "src/main.tsx",
      "src/console/console-root.tsx",
      "src/console/devices/devices-page.tsx",
    ),
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
