import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "vitest";
import { chromiumProgram } from "./chromium.ts";

/** Real programs that tests talk to. Where one is missing its tests are skipped, and fail with REQUIRE_PEERS=1. */
const peers = {
  /** Debian's interpreter: `python3` on the PATH may be another one without Debian's modules. */
  python: () => existsSync("/usr/bin/python3"),
  websockets: () => works("/usr/bin/python3", ["-c", "import websockets"]),
  postgres15: () => existsSync("/usr/lib/postgresql/15/bin/postgres"),
  chromium: () => existsSync(chromiumProgram),
  strace: () => works("strace", ["-V"]),
  openssl: () => works("openssl", ["version"]),
  sslscan: () => works("sslscan", ["--version"]),
  fail2ban: () => works("fail2ban-server", ["--version"]) && works("fail2ban-regex", ["--version"]),
  logrotate: () => works("/usr/sbin/logrotate", ["--version"]),
  nginx: () => works("nginx", ["-v"]),
  shellcheck: () => works("shellcheck", ["--version"]),
  systemd: () => works("systemd-analyze", ["--version"]),
  setpriv: () => works("setpriv", ["--version"]),
} as const;

export type Peer = keyof typeof peers;

function works(file: string, words: string[]): boolean {
  try {
    execFileSync(file, words, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** `testWith("chromium")("…", async () => {})` */
export function testWith(...needed: Peer[]): typeof test | typeof test.skip {
  const missing = needed.filter((name) => !peers[name]());
  if (missing.length === 0) return test;
  if (process.env["REQUIRE_PEERS"] === "1")
    throw new Error(`needed here and not found: ${missing.join(", ")}`);
  return test.skip;
}
