import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { Failure } from "../pure/failure.ts";

export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** True when this start made the account: that is announced and recorded. */
  readonly created: boolean;
}

export const systemUserName = "entobot";

/** The account that serves when root starts us. An account of that name that is a person's is refused, never used. */
export function ensureSystemUser(home: string): SystemUser {
  const existing = findUser();
  if (existing) return { ...existing, created: false };
  const useradd = ["/usr/sbin/useradd", "/sbin/useradd"].find((path) => existsSync(path));
  if (!useradd) {
    throw refuse("there is no useradd to make one", "Make a system account of that name and start again.");
  }
  const made = spawnSync(
    useradd,
    [
      ...["--system", "--user-group", "--no-create-home", "--home-dir", home],
      ...["--shell", "/usr/sbin/nologin", "--comment", "Entobot server", systemUserName],
    ],
    { env: {}, cwd: "/", encoding: "utf8" },
  );
  const user = findUser();
  if (!user) {
    const words = made.stderr?.trim().split("\n").at(-1) ?? "it did not run";
    throw refuse(`useradd could not make one (${words})`, "Make it yourself, then start again.");
  }
  return { ...user, created: true };
}

function findUser(): Omit<SystemUser, "created"> | undefined {
  const line = accountLine();
  if (!line) return undefined;
  const [name, , uid, gid, , , shell] = line.split(":");
  const user = { name: name ?? "", uid: Number(uid), gid: Number(gid) };
  const highest = highestSystemId();
  const isSystem = user.uid > 0 && user.uid <= highest && user.gid > 0 && user.gid <= highest;
  const cannotSignIn = /\/(nologin|false)$/.test(shell ?? "");
  if (isSystem && cannotSignIn) return user;
  throw refuse(
    `an account of that name exists and is not a system account without sign-in (uid ${uid}, shell ${shell})`,
    "Rename it, or start Entobot as an ordinary user.",
  );
}

/** Through the name service where there is one: accounts may live in a directory. */
function accountLine(): string | undefined {
  const getent = ["/usr/bin/getent", "/bin/getent"].find((path) => existsSync(path));
  const lines = getent
    ? spawnSync(getent, ["passwd", systemUserName], { env: {}, encoding: "utf8" }).stdout
    : readFileSync("/etc/passwd", "utf8");
  return lines?.split("\n").find((line) => line.startsWith(`${systemUserName}:`));
}

function highestSystemId(): number {
  try {
    const found = /^\s*SYS_UID_MAX\s+(\d+)/m.exec(readFileSync("/etc/login.defs", "utf8"));
    return found ? Number(found[1]) : 999;
  } catch {
    return 999;
  }
}

const refuse = (why: string, what: string): Failure =>
  new Failure("configuration", {
    text: `Root starts Entobot as the system user "${systemUserName}", and ${why}. ${what}`,
  });
