import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { prepareSystemHome } from "../../src/host/system-home.ts";

const nobody = { name: "nobody", uid: 65534, gid: 65534, created: false };
const refused = (why: string) =>
  expect.objectContaining({ code: "configuration", text: expect.stringContaining(why) });

describe.skipIf(process.getuid?.() !== 0)("the home that root hands over", () => {
  let parent: string;
  let folder: string;
  beforeEach(() => {
    parent = mkdtempSync("/var/lib/entobot-test-");
    chmodSync(parent, 0o755);
    folder = join(parent, "home");
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  test("is made, or taken over when it is root's and empty", () => {
    prepareSystemHome(folder, nobody);
    expect(statSync(folder)).toMatchObject({ uid: 65534, gid: 65534 });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    rmSync(folder, { recursive: true });
    mkdirSync(folder, { mode: 0o700 });
    prepareSystemHome(folder, nobody);
    expect(statSync(folder).uid).toBe(65534);
  });

  test("is refused when it holds something of root's", () => {
    mkdirSync(folder);
    writeFileSync(join(folder, "kept"), "");
    expect(() => prepareSystemHome(folder, nobody)).toThrow(refused("not empty"));
    expect(statSync(folder).uid).toBe(0);
  });

  test("is refused when it is another user's, or a link", () => {
    mkdirSync(folder);
    chownSync(folder, 1234, 1234);
    expect(() => prepareSystemHome(folder, nobody)).toThrow(refused("belongs to user 1234"));
    rmSync(folder, { recursive: true });
    symlinkSync("/etc", folder);
    expect(() => prepareSystemHome(folder, nobody)).toThrow(refused("not a folder"));
    expect(statSync("/etc").uid).toBe(0);
  });

  test("is refused, untouched, below a folder that the user can write: a link could turn root's hand elsewhere", () => {
    chownSync(parent, 65534, 65534);
    expect(() => prepareSystemHome(folder, nobody)).toThrow(refused("others than root can write"));
    mkdirSync(folder);
    expect(() => prepareSystemHome(folder, nobody)).toThrow(refused("others than root can write"));
    expect(statSync(folder).uid).toBe(0);
  });

  test("is refused by name when the user cannot reach it", () => {
    chmodSync(parent, 0o700);
    expect(() => prepareSystemHome(folder, nobody)).toThrow(refused(folder));
  });
});
