import { spawnSync } from "node:child_process";
import { Failure } from "../pure/failure.ts";

/**
 * Node has no flock(2). The lock belongs to the open file description, which a child shares: `flock` takes it on our
 * descriptor and ends, the lock stays with us until we close it or die. Perl, part of every Debian and macOS, is the
 * second choice.
 */
const ways: readonly (readonly [string, ...string[]])[] = [
  ["/usr/bin/flock", "-n", "3"],
  ["/bin/flock", "-n", "3"],
  ["/usr/bin/perl", "-e", "open(F, '+<&=', 3) or exit 2; exit(flock(F, 2 | 4) ? 0 : 1)"],
];

/** True when the lock is now ours, false when another process has it. */
export function tryFlock(descriptor: number): boolean {
  for (const [program, ...arguments_] of ways) {
    const { status, error } = spawnSync(program, arguments_, {
      stdio: ["ignore", "ignore", "ignore", descriptor],
      env: {},
    });
    if (status === 0) return true;
    if (status === 1) return false;
    if (error && (error as { code?: string }).code !== "ENOENT") break;
  }
  throw new Failure("configuration", {
    text: "The home folder cannot be locked: neither flock (util-linux) nor perl works here. Install util-linux.",
  });
}
