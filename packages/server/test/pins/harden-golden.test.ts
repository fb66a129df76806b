import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deployFiles, deployFolder } from "../../deploy.ts";

test("the files and their names", () => {
  expect(deployFiles().map(({ path }) => path)).toEqual([
    "nginx/entobot.conf",
    "fail2ban/filter.d/entobot.conf",
    "fail2ban/jail.d/entobot.conf",
    "logrotate/entobot",
    "systemd/entobot.service",
    "ufw/rules.sh",
    "postgresql/roles.sql",
    "certbot/deploy-hook.sh",
    "README.md",
  ]);
});

test.each(deployFiles())(
  "deploy/$path is what is written today (else: node packages/server/deploy.ts)",
  ({ path, text, executable }) => {
    expect(readFileSync(join(deployFolder, path), "utf8")).toBe(text);
    expect((statSync(join(deployFolder, path)).mode & 0o111) !== 0).toBe(executable);
  },
);
