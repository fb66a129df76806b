import { readFileSync } from "node:fs";

/** How many files and sockets this process may have open; null where the system does not say. */
export function mostOpenFiles(): number | null {
  try {
    const soft = /^Max open files +(\d+|unlimited) /m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    return soft === undefined || soft === "unlimited" ? null : Number(soft);
  } catch {
    return null;
  }
}
