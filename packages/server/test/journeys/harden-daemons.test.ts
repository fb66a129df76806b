import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { behindProxy, factsOf, temporaryFolder, written } from "../_support/harden.ts";
import { testWith } from "../_support/peers.ts";

const line = (address: string, user = "ada@acme.test") =>
  `${new Date().toISOString()} Authentication failed from ${address} user="${user}" reason=wrong_password request=req_1\n`;

/** fail2ban's own settings with our two files put where the page says. */
function fail2banFolder(log: string): string {
  const folder = temporaryFolder();
  cpSync("/etc/fail2ban", folder, { recursive: true });
  // Debian's jail for sshd needs a log that a container has not.
  mkdirSync(join(folder, "jail.d"), { recursive: true });
  for (const name of readdirSync(join(folder, "jail.d"))) writeFileSync(join(folder, "jail.d", name), "");
  const facts = factsOf({ ...behindProxy, enterprise: { access_log_path: log } });
  for (const path of ["filter.d/entobot.conf", "jail.d/entobot.conf"]) {
    writeFileSync(join(folder, path), written(facts, `fail2ban/${path}`));
  }
  return folder;
}

const run = (file: string, ...words: string[]) => spawnSync(file, words, { encoding: "utf8" });

testWith("fail2ban")("the jail is taken as it is written, and closes the proxy's ports", () => {
  const log = join(temporaryFolder(), "access.log");
  writeFileSync(log, "");
  const folder = fail2banFolder(log);
  expect(run("fail2ban-client", "-c", folder, "-t")).toMatchObject({ status: 0 });
  const { stdout } = run("fail2ban-client", "-c", folder, "-d");
  expect(stdout).toContain("['set', 'entobot', 'maxretry', 5]");
  expect(stdout).toContain("['set', 'entobot', 'bantime', '3600']");
  expect(stdout).toContain(`['set', 'entobot', 'addlogpath', '${log}'`);
  expect(stdout).toMatch(/'entobot', 'action'.*\['port', '80,443'\]/);
  expect(stdout).not.toMatch(/1879[01]/);
});

testWith("fail2ban")("the filter finds the one who failed, and nobody whom they name", () => {
  const log = join(temporaryFolder(), "access.log");
  const forged = "x Authentication failed from 198.51.100.7 y";
  const lines = [line("203.0.113.9"), line("2001:db8::9"), line("203.0.113.9", forged)];
  const others = `${new Date().toISOString()} 192.0.2.1 rest GET /Authentication%20failed%20from%20198.51.100.7 404\n`;
  writeFileSync(log, lines.join("") + others);
  const filter = join(fail2banFolder(log), "filter.d/entobot.conf");
  const { stdout } = run("fail2ban-regex", "-o", "ip", log, filter);
  expect(stdout.trim().split("\n")).toEqual(["203.0.113.9", "2001:db8::9", "203.0.113.9"]);

  // The guide's own filter, on the same line: somebody else's address.
  const guide = "^.*Authentication failed.*<HOST>.*$";
  expect(run("fail2ban-regex", "-o", "ip", lines[0] ?? "", guide).stdout.trim()).not.toBe("203.0.113.9");
});

testWith("logrotate")("logrotate takes the file, rotates both logs and makes new ones", () => {
  const folder = temporaryFolder();
  const logs = { audit_log_path: join(folder, "audit.log"), access_log_path: join(folder, "access.log") };
  const id = (flag: string) => run("id", flag).stdout.trim();
  const account = { user: id("-un"), group: id("-gn") };
  const rules = written(factsOf({ ...behindProxy, enterprise: logs }, { account }), "logrotate/entobot");
  const file = join(folder, "rules");
  writeFileSync(file, rules, { mode: 0o644 });
  const bystander = join(folder, "database.log");
  for (const path of [...Object.values(logs), bystander]) writeFileSync(path, "one\n", { mode: 0o640 });
  const logrotate = (...words: string[]) =>
    run("/usr/sbin/logrotate", "-s", join(folder, "state"), ...words, file);

  const tried = logrotate("-d");
  expect([tried.status, tried.stderr.match(/^error:.*/gm)]).toEqual([0, null]);
  expect(logrotate("-f")).toMatchObject({ status: 0, stderr: "" });
  for (const path of Object.values(logs)) {
    expect(readFileSync(`${path}.1`, "utf8")).toBe("one\n");
    expect(readFileSync(path, "utf8")).toBe("");
    expect(statSync(path).mode & 0o777).toBe(0o640);
  }
  expect(readFileSync(bystander, "utf8")).toBe("one\n");
});
