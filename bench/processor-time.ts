import { readdirSync, readFileSync } from "node:fs";

/** Of these processes and all that they started and that still run, in ms. Ticks of 10 ms (USER_HZ is 100 on Linux). */
export function processorTime(roots: readonly number[]): number {
  const parents = new Map<number, { readonly parent: number; readonly ms: number }>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      parents.set(pid, { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * 10 });
    } catch {
      // It has ended since it was listed.
    }
  }
  const belongs = (pid: number): boolean => {
    const found = parents.get(pid);
    return roots.includes(pid) || (found !== undefined && found.parent > 1 && belongs(found.parent));
  };
  return [...parents].reduce((sum, [pid, { ms }]) => sum + (belongs(pid) ? ms : 0), 0);
}
