import { dirname, join } from "node:path";
import { Failure } from "../pure/failure.ts";
import { asUser, canAs } from "./as-user.ts";
import { handoverVariable, prepareHandover } from "./handover.ts";
import { homeFolder, systemHome } from "./home.ts";
import { installRuntime, type RuntimeParts } from "./runtime-copy.ts";
import { prepareSystemHome } from "./system-home.ts";
import { ensureSystemUser, type SystemUser } from "./system-user.ts";

export interface RunAsOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the program, without Node and the entry file. */
  readonly arguments: readonly string[];
  /** The file that runs now: in a checkout, or in the runtime copy. */
  readonly entry: string;
  readonly parts: () => RuntimeParts;
  /** What root has read with its own rights, as the server wants to get it. Called with the home. */
  readonly handOver: (about: { home: string; user: SystemUser }) => Promise<string>;
  readonly announce: (...lines: string[]) => void;
}

/** Root never serves: this process becomes the system user's. One process before and after, so signals find it. */
export async function becomeSystemUser(options: RunAsOptions): Promise<never> {
  const explicit = options.environment["ENTOBOT_HOME"];
  const home = explicit ? homeFolder(explicit, undefined) : systemHome;
  const user = ensureSystemUser(systemHome);
  if (user.created) {
    options.announce(`Made the system user "${user.name}" (uid ${user.uid}): Entobot never serves as root.`);
  }
  prepareSystemHome(home, user);
  const runtime = chooseRuntime(options, user);
  const { script, arguments: files } = prepareHandover(await options.handOver({ home, user }));
  const command = [...asUser(user), runtime.node, runtime.entry, ...options.arguments];
  const words = ["sh", "-c", `${script} && cd / && exec "$@"`, "sh", ...files];
  return execute("/bin/sh", [...words, ...command], childEnvironment(options.environment, home, user));
}

function chooseRuntime(options: RunAsOptions, user: SystemUser): { node: string; entry: string } {
  const parts = options.parts();
  const needed = [
    ["-x", parts.node],
    ["-r", options.entry],
    ...(parts.postgres ? [["-x", join(parts.postgres.folder, "native", "bin", "postgres")] as const] : []),
  ] as const;
  if (needed.every(([test, path]) => canAs(user, test, path))) {
    return { node: parts.node, entry: options.entry };
  }
  options.announce(
    `The user ${user.name} cannot read ${dirname(options.entry)}: running from a copy that root owns.`,
  );
  return installRuntime(parts);
}

/** The invoker's, but for what names root as the one who runs. */
function childEnvironment(
  environment: RunAsOptions["environment"],
  home: string,
  user: SystemUser,
): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(XDG_|SUDO_|OLDPWD$|PWD$|MAIL$)/.test(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    ...{ HOME: systemHome, USER: user.name, LOGNAME: user.name, SHELL: "/usr/sbin/nologin" },
    ...{ ENTOBOT_HOME: home, [handoverVariable]: "3" },
  };
}

/** Returns only by throwing: the process goes on as another program. */
function execute(program: string, arguments_: string[], environment: Record<string, string>): never {
  process.execve?.(program, arguments_, environment);
  throw new Failure("configuration", { text: "This Node cannot replace its process. Use Node 24." });
}
