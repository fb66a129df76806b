import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { homeFolder, prepareHome } from "../../src/host/home.ts";

describe("where it is", () => {
  test("ENTOBOT_HOME first, else a folder in the user's home", () => {
    expect(homeFolder("/srv/entobot/", "/home/ann")).toBe("/srv/entobot");
    expect(homeFolder(undefined, "/home/ann")).toBe("/home/ann/.entobot");
  });

  test.each([
    ["relative", "entobot", "/home/ann"],
    ["no home at all", undefined, undefined],
    ["a container's user without a home", undefined, "/"],
  ])("refused: %s", (_, explicit, userHome) => {
    expect(() => homeFolder(explicit, userHome)).toThrow(expect.objectContaining({ code: "configuration" }));
  });
});

describe("what it becomes", () => {
  let parent: string;
  let folder: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "entobot-home-"));
    folder = join(parent, "home");
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  test("it and all in it are the owner's alone, also when they were open before", () => {
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    const home = prepareHome(folder);
    for (const path of [home.folder, home.logs, home.run, home.workspace, home.secrets]) {
      expect(statSync(path).mode & 0o777).toBe(0o700);
    }
  });

  test("a link or a file in its place is refused", () => {
    symlinkSync(parent, folder);
    expect(() => prepareHome(folder)).toThrow(expect.objectContaining({ code: "configuration" }));
    rmSync(folder);
    writeFileSync(folder, "");
    expect(() => prepareHome(folder)).toThrow(expect.objectContaining({ code: "configuration" }));
  });

  test.skipIf(process.getuid?.() !== 0)("a home of another user is refused by name", async () => {
    const { chownSync } = await import("node:fs");
    mkdirSync(folder);
    chownSync(folder, 65534, 65534);
    expect(() => prepareHome(folder)).toThrow(
      expect.objectContaining({ text: expect.stringContaining("belongs to user 65534") }),
    );
  });
});
