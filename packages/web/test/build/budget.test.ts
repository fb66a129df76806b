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
/** What every page needs, what a conversation needs beside it, and the console's first page. */
let main: readonly string[];
let chat: readonly string[];
const home = ["src/console/console-root.tsx"];

beforeAll(async () => {
  app = await buildApp();
  chunks = JSON.parse(readFileSync(join(app.folder, ".vite/manifest.json"), "utf8")) as typeof chunks;
  main = ["index.html", group("common")];
  chat = [group("app")];
}, 60_000);
afterAll(() => app?.remove());

/** A file that several pages share goes by the name that vite.config.ts gives it. */
function group(name: string): string {
  const found = Object.keys(chunks).filter((key) => key.startsWith(`_${name}-`));
  if (found.length !== 1) throw new Error(`${name} is not one file of the build`);
  return found[0] as string;
}

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

/** What this page asks for as soon as it is read, at once or behind all else. */
function namedBy(page: string, when: "at once" | "behind" = "at once"): readonly string[] {
  const html = readFileSync(join(app.folder, page), "utf8");
  const tags = html.match(/<(?:link|script)[^>]+>/g) ?? [];
  return tags
    .filter((tag) => (when === "behind") === tag.includes('fetchpriority="low"'))
    .flatMap((tag) => /(?:href|src)="\/(assets\/[^"]+)"/.exec(tag)?.[1] ?? []);
}

test("one round brings all code of the app and of the console, over the six connections that a browser opens", () => {
  const pages = { "index.html": main, "app.html": [...main, ...chat], "console.html": [...main, ...home] };
  for (const [page, entries] of Object.entries(pages)) {
    const named = namedBy(page);
    expect([page, named.filter((file) => file.endsWith(".js")).toSorted()]).toEqual([
      page,
      filesOf(...entries).toSorted(),
    ]);
    // With the one style sheet.
    expect(named.filter((file) => file.endsWith(".css"))).toHaveLength(1);
    expect(named.length).toBeLessThanOrEqual(6);
  }
});

test("what reads Markdown comes behind it, so that an answer need not change its looks when it is here", () => {
  const behind = filesOf("src/app/markdown/markdown.tsx").filter(
    (file) => !namedBy("app.html").includes(file),
  );
  expect(behind).toHaveLength(1);
  expect(namedBy("app.html", "behind")).toEqual(behind);
});

test("what asks for the first answers is here before anything big", () => {
  expect(weigh("index.html")).toBeLessThan(4);
});

test("the phone app's first load, a conversation open, is at most 200 KB", () => {
  expect(weigh(...main, ...chat, "src/app/markdown/markdown.tsx")).toBeLessThan(200);
});

test("the console's first load with its largest page is at most 350 KB", () => {
  expect(weigh(...main, ...home, "src/console/devices/devices-page.tsx")).toBeLessThan(350);
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
