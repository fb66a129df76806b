import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { Failure } from "../pure/failure.ts";
import type { SystemUser } from "./system-user.ts";

const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));

/** The words before a command that run it as the user: no groups, no capabilities, no way back up. */
export function asUser(user: SystemUser): [string, ...string[]] {
  if (!setpriv) {
    throw new Failure("configuration", {
      text: "Root never serves, and without setpriv (util-linux) Entobot cannot become another user. Install it, or start as an ordinary user.",
    });
  }
  return [
    setpriv,
    ...[`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"],
    ...["--inh-caps=-all", "--no-new-privs", "--"],
  ];
}

/** Asks the kernel, as the user, whether it may: modes, owners, links and mount options all count. */
export function canAs(user: SystemUser, test: "-r" | "-w" | "-x", path: string): boolean {
  const [program, ...arguments_] = [...asUser(user), "/usr/bin/test", test, path] as [string, ...string[]];
  return spawnSync(program, arguments_, { env: {}, cwd: "/", stdio: "ignore" }).status === 0;
}
