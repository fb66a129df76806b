import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { ask, openDoors } from "../_support/doors.ts";

const root = mkdtempSync(join(tmpdir(), "entobot-web-"));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, "assets"));
const script = `console.log(${JSON.stringify("x".repeat(5_000))})`;
writeFileSync(join(root, "index.html"), "<!doctype html><title>App</title>");
writeFileSync(join(root, "console.html"), "<!doctype html><title>Console</title>");
writeFileSync(join(root, "sw.js"), "self");
writeFileSync(join(root, "manifest.webmanifest"), "{}");
writeFileSync(join(root, "assets", "app-DEADBEEF.js"), script);
writeFileSync(join(root, "assets", "app-DEADBEEF.js.br"), brotliCompressSync(script));
writeFileSync(join(root, "assets", "app-DEADBEEF.js.map"), "{}");
writeFileSync(join(root, "..", "entobot-outside.txt"), "outside");
afterAll(() => rmSync(join(root, "..", "entobot-outside.txt")));

const { ports } = await openDoors({ webRoot: root });
const get = (path: string, headers = {}, method = "GET") => ask(ports.web, path, { headers, method });

describe("files", () => {
  test("a page of the app is the index, whatever its path", async () => {
    for (const path of ["/", "/conversations/cnv_1", "/claim", "/pair?x=1", "/apiary"]) {
      const answer = await get(path);
      expect([path, answer.status, answer.text]).toEqual([path, 200, "<!doctype html><title>App</title>"]);
      expect(answer.headers).toMatchObject({
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-cache",
      });
    }
  });

  test("a world that has a page of its own gets that one, and only below its own name", async () => {
    for (const path of ["/console", "/console/", "/console/people", "/console?x=/app"])
      expect([path, (await get(path)).text]).toEqual([path, "<!doctype html><title>Console</title>"]);
    for (const path of ["/consoles", "/app/console", "/"])
      expect([path, (await get(path)).text]).toEqual([path, "<!doctype html><title>App</title>"]);
    expect((await get("/console")).headers["cache-control"]).toBe("no-cache");
  });

  test("the API's paths never become a page", async () => {
    expect((await get("/api/v1/nothing")).status).toBe(401);
    expect((await get("/api")).status).toBe(404);
    expect((await get("/ws")).status).toBe(404);
  });

  test("hashed assets are kept for ever, the worker is asked for each time", async () => {
    const asset = await get("/assets/app-DEADBEEF.js");
    expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(asset.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect((await get("/sw.js")).headers["cache-control"]).toBe("no-cache");
    expect((await get("/manifest.webmanifest")).headers["content-type"]).toBe("application/manifest+json");
  });

  test("brotli where it is understood, 304 where it is known, HEAD without a body", async () => {
    const response = await fetch(`http://127.0.0.1:${ports.web}/assets/app-DEADBEEF.js`, {
      headers: { "accept-encoding": "br" },
    });
    expect(response.headers.get("content-encoding")).toBe("br");
    expect(await response.text()).toBe(script);
    const plain = await get("/assets/app-DEADBEEF.js");
    expect(plain.headers).not.toHaveProperty("content-encoding");
    expect(plain.text).toBe(script);
    const again = await get("/assets/app-DEADBEEF.js", { "if-none-match": plain.headers["etag"] });
    expect([again.status, again.text]).toEqual([304, ""]);
    const head = await get("/", {}, "HEAD");
    expect([head.status, head.text, head.headers["content-length"]]).toEqual([200, "", "33"]);
  });

  test("Brotli is not sent to who refuses it, and nothing to who refuses all", async () => {
    for (const header of ["br;q=0", "gzip, br;q=0.000", "identity, *;q=0"]) {
      const answer = await get("/assets/app-DEADBEEF.js", { "accept-encoding": header });
      expect([header, answer.status, answer.text]).toEqual([header, 200, script]);
      expect(answer.headers).not.toHaveProperty("content-encoding");
      expect(answer.headers["vary"]).toBe("Accept-Encoding");
    }
    for (const header of ["identity;q=0, br;q=0", "*;q=0"]) {
      expect((await get("/assets/app-DEADBEEF.js", { "accept-encoding": header })).status, header).toBe(406);
    }
  });

  test("what is no file of the build is not found: source maps, dot files, names outside", async () => {
    for (const path of [
      "/assets/app-DEADBEEF.js.map",
      "/assets/app-DEADBEEF.js.br",
      "/missing.js",
      "/.env",
      "/entobot-outside.txt",
      "/etc/passwd.txt",
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    for (const path of ["/../entobot-outside.txt", "/..%2fentobot-outside.txt", "/assets/..%5c..%5cx.txt"]) {
      expect([path, (await get(path)).status]).toEqual([path, 400]);
    }
  });

  test("only reading is possible", async () => {
    expect((await get("/", {}, "POST")).status).toBe(404);
    expect((await get("/sw.js", {}, "DELETE")).status).toBe(404);
  });
});

test("without a build there is one page that says what to do", async () => {
  const bare = await openDoors();
  const answer = await ask(bare.ports.web, "/");
  expect(answer.status).toBe(200);
  expect(answer.text).toContain("npm run build");
  expect(answer.text).not.toMatch(/<script|<style|style=/);
});
