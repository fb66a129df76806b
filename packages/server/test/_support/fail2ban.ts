import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";

/** What `entobot harden` writes. */
export const ourFilter = String.raw`^\s*Authentication failed from <ADDR>(?:\s|$)`;
/** As the guide prints it (§7). */
export const guideFilter = "^.*Authentication failed.*<HOST>.*$";

const filterFile = (failregex: string) => `[Definition]\nfailregex = ${failregex}\nignoreregex =\n`;

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), "entobot-fail2ban-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The addresses that fail2ban reads out of a log, one for each line that it takes for a failure. */
export function addressesFound(log: string, failregex: string): string[] {
  const file = join(folderOfTest(), "filter.conf");
  writeFileSync(file, filterFile(failregex));
  const words = ["--usedns", "no", "-o", "ip", log, file];
  return execFileSync("fail2ban-regex", words, { encoding: "utf8", maxBuffer: 2 ** 26 })
    .split("\n")
    .filter(Boolean);
}

export interface Fail2ban {
  /** Whom its action was told to ban, in order. */
  banned(): string[];
}

/** A server of the test's own: own socket, own database, and an action that only writes down whom it would ban. */
export async function startFail2ban(log: string, failregex: string): Promise<Fail2ban> {
  const folder = folderOfTest();
  const at = (name: string) => join(folder, name);
  mkdirSync(at("filter.d"));
  mkdirSync(at("action.d"));
  const server = {
    loglevel: "INFO",
    logtarget: at("log"),
    syslogsocket: "auto",
    socket: at("socket"),
    pidfile: at("pid"),
  };
  const settings = { ...server, dbfile: ":memory:", dbpurgeage: "1d", dbmaxmatches: "10" };
  const lines = (values: Record<string, string>) =>
    Object.entries(values)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join("");
  writeFileSync(at("fail2ban.conf"), `[Definition]\n${lines(settings)}[Thread]\nstacksize = 0\n`);
  const jail = { enabled: "true", filter: "entobot", logpath: log, backend: "polling", usedns: "no" };
  const limits = { maxretry: "5", findtime: "600", bantime: "3600", ignoreself: "false", action: "note" };
  writeFileSync(at("jail.conf"), `[entobot]\n${lines({ ...jail, ...limits })}`);
  writeFileSync(at("filter.d/entobot.conf"), filterFile(failregex));
  writeFileSync(
    at("action.d/note.conf"),
    `[Definition]\nactionban = printf '%%s\\n' '<ip>' >> ${at("banned")}\n`,
  );
  const child = spawn("fail2ban-server", ["-c", folder, "-s", at("socket"), "-p", at("pid"), "-f", "start"], {
    stdio: "ignore",
  });
  afterAll(() => ended(child));
  await ready(child, at("log"));
  return {
    banned: () =>
      existsSync(at("banned")) ? readFileSync(at("banned"), "utf8").split("\n").filter(Boolean) : [],
  };
}

async function ready(child: ChildProcess, log: string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (child.exitCode !== null)
      throw new Error(`fail2ban ended: ${existsSync(log) ? readFileSync(log, "utf8") : ""}`);
    if (existsSync(log) && readFileSync(log, "utf8").includes("Jail 'entobot' started")) return;
    await sleep(100);
  }
  throw new Error("fail2ban does not start");
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const over = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await over;
}
