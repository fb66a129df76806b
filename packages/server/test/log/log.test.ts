import { expect, test } from "vitest";
import { createLog } from "../../src/log/log.ts";
import { Failure } from "../../src/pure/failure.ts";

function logOf(form: "json" | "pretty", level: "debug" | "warn" = "debug") {
  const lines: string[] = [];
  const log = createLog({
    level,
    form,
    write: (line) => lines.push(line),
    now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
  });
  return { log, lines };
}

test("a JSON line carries time, level, message and the fields; a field cannot pass for one of them", () => {
  const { log, lines } = logOf("json");
  log.info("Serving", { port: 18790, level: "error", time: "never" });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] as string)).toEqual({
    ...{ time: "2026-01-02T03:04:05.000Z", level: "info", message: "Serving", port: 18790 },
  });
});

test("below the level nothing is written", () => {
  const { log, lines } = logOf("json", "warn");
  log.info("a");
  log.debug("b");
  log.warn("c");
  expect(lines).toHaveLength(1);
});

test.each(["json", "pretty"] as const)("the words of an error and of its causes stay out (%s)", (form) => {
  const { log, lines } = logOf(form);
  const inner = Object.assign(new Error("password=hunter2\n    at hunter2 (/tmp/x:1:1)"), {
    code: "ECONNREFUSED",
  });
  log.error("Failed", {}, new Failure("internal", { detail: "hunter2", cause: inner }));
  const text = lines.join("");
  expect(text).not.toContain("hunter2");
  expect(text).toContain("Failure");
  expect(text).toContain("ECONNREFUSED");
  expect(text).toContain("log.test.ts");
});

test("a thrown thing that is no error is only named by its kind", () => {
  const { log, lines } = logOf("json");
  log.error("Failed", {}, "hunter2");
  expect(lines[0]).not.toContain("hunter2");
  expect(lines[0]).toContain("thrown string");
});

test("for a terminal, one line without control characters", () => {
  const { log, lines } = logOf("pretty");
  log.warn("Refused", { agent: "x\u001b[2J\r\nINFO all is well", count: 2, gone: undefined });
  expect(lines).toEqual([expect.stringMatching(/^03:04:05 ! Refused agent="x.*" count=2\n$/)]);
  expect(lines[0]?.slice(0, -1)).not.toMatch(/[\u0000-\u001f]/);
});
