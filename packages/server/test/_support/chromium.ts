import { existsSync } from "node:fs";

/**
 * Chromium without a window round it, where Debian's package of it is installed: the same engine opens a tab with half
 * the work. Else the one that people use.
 */
export const chromiumProgram =
  [process.env["CHROMIUM"], "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(
    (file) => file !== undefined && existsSync(file),
  ) ?? "/usr/bin/chromium";
