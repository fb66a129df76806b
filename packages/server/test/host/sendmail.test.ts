import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runSendmail } from "../../src/host/sendmail.ts";

const mail = {
  from: "entobot@firm.test",
  to: "security@firm.test",
  raw: Buffer.from("Subject: x\r\n\r\none\r\n.\r\ntwo\r\n"),
};
const never = new AbortController().signal;

/** A program in sendmail's place that writes down what it was given. */
function program(script: string): { path: string; read: (name: string) => string } {
  const folder = mkdtempSync(join(tmpdir(), "entobot-sendmail-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "sendmail");
  writeFileSync(path, `#!/bin/sh\nhere=${folder}\n${script}\n`);
  chmodSync(path, 0o755);
  return { path, read: (name) => readFileSync(join(folder, name), "utf8") };
}

test("the message goes in by stdin, recipients as arguments behind --, and nothing of our environment", async () => {
  const { path, read } = program(
    'printf "%s\\n" "$@" > "$here/arguments"; env > "$here/environment"; cat > "$here/message"',
  );
  expect(await runSendmail(path, mail, never)).toBe("accepted");
  expect(read("arguments").split("\n")).toEqual([
    ...["-i", "-f", "entobot@firm.test", "--", "security@firm.test", ""],
  ]);
  expect(read("message")).toBe("Subject: x\n\none\n.\ntwo\n");
  const names = read("environment")
    .split("\n")
    .map((line) => line.split("=")[0]);
  expect(
    names.filter((name) => name && !["PATH", "LANG", "PWD", "_", "SHLVL", "OLDPWD"].includes(name)),
  ).toEqual([]);
});

test("a program that fails, is not there, reads nothing or does not end", async () => {
  expect(await runSendmail(program("exit 75").path, mail, never)).toBe("failed");
  expect(await runSendmail("/nowhere/sendmail", mail, never)).toBe("failed");
  const large = { ...mail, raw: Buffer.alloc(2_000_000, "x") };
  expect(await runSendmail(program("exec 0<&-; exit 0").path, large, never)).toBe("accepted");
  expect(await runSendmail(program("exec sleep 60").path, mail, never, 200)).toBe("timeout");
});
