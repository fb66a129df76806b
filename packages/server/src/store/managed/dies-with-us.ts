import { existsSync } from "node:fs";

const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));

/**
 * Words before a command that make the kernel send it a signal when this process dies, even by SIGKILL. The kernel
 * ties that to the thread that forks: only use it on the main thread. Nothing where there is no setpriv (macOS).
 */
export const diesWithUs = (signal: "INT" | "KILL"): string[] =>
  setpriv ? [setpriv, "--pdeathsig", signal, "--"] : [];
