import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { behindProxy, factsOf, temporaryFolder, writtenFolder } from "../_support/harden.ts";
import { testWith } from "../_support/peers.ts";

const scripts = ["ufw/rules.sh", "certbot/deploy-hook.sh"];
const openMobile = { channels: { mobile: { host: "0.0.0.0" } } };
const group = execFileSync("id", ["-gn"], { encoding: "utf8" }).trim();

/** A folder as certbot leaves it. */
function lineage(name = "entobot.acme.test"): string {
  const folder = temporaryFolder();
  const files = ["-keyout", join(folder, "privkey.pem"), "-out", join(folder, "fullchain.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...kind, "-subj", `/CN=${name}`, ...files], { stdio: "pipe" });
  return folder;
}

function hook(target: string, from: string) {
  const script = join(writtenFolder(factsOf(behindProxy)), "certbot/deploy-hook.sh");
  const env = {
    PATH: process.env["PATH"],
    RENEWED_LINEAGE: from,
    ENTOBOT_TLS_FOLDER: target,
    ENTOBOT_GROUP: group,
  };
  return spawnSync(script, [], { env, encoding: "utf8" });
}

testWith("shellcheck")("the scripts are clean, with and without open listeners", () => {
  for (const file of [behindProxy, { ...behindProxy, ...openMobile }]) {
    const folder = writtenFolder(factsOf(file));
    for (const script of scripts) {
      execFileSync("bash", ["-n", join(folder, script)]);
      const { status, stdout } = spawnSync("shellcheck", [join(folder, script)], { encoding: "utf8" });
      expect([status, stdout]).toEqual([0, ""]);
    }
  }
});

testWith("openssl")("the hook installs the pair: 0640, the group's, nothing left beside it", () => {
  const target = join(temporaryFolder(), "tls");
  const from = lineage();
  expect(hook(target, from)).toMatchObject({ status: 0, stderr: "" });
  expect(statSync(target).mode & 0o777).toBe(0o750);
  expect(readdirSync(target).sort()).toEqual(["fullchain.pem", "privkey.pem"]);
  for (const name of ["fullchain.pem", "privkey.pem"]) {
    expect(statSync(join(target, name)).mode & 0o777).toBe(0o640);
    expect(statSync(join(target, name)).gid).toBe(process.getgid?.());
    expect(readFileSync(join(target, name))).toEqual(readFileSync(join(from, name)));
  }
});

testWith("openssl")("a renewal replaces both files and never writes into one that is being read", () => {
  const target = join(temporaryFolder(), "tls");
  hook(target, lineage());
  const before = statSync(join(target, "fullchain.pem")).ino;
  const next = lineage();
  expect(hook(target, next).status).toBe(0);
  expect(statSync(join(target, "fullchain.pem")).ino).not.toBe(before);
  expect(readFileSync(join(target, "privkey.pem"))).toEqual(readFileSync(join(next, "privkey.pem")));
});

testWith("openssl")("a pair that does not match, or is not there, changes nothing and says so", () => {
  const target = join(temporaryFolder(), "tls");
  const good = lineage();
  hook(target, good);
  const mixed = lineage();
  writeFileSync(join(mixed, "privkey.pem"), readFileSync(join(good, "privkey.pem")));
  for (const bad of [mixed, temporaryFolder()]) {
    const { status, stderr } = hook(target, bad);
    expect(status).not.toBe(0);
    expect(stderr).not.toBe("");
    expect(readFileSync(join(target, "fullchain.pem"))).toEqual(readFileSync(join(good, "fullchain.pem")));
    expect(readdirSync(target)).toHaveLength(2);
  }
});
