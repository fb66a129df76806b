import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./packages/server/test/_support/slow-first.ts";

// One more than there are cores: many tests wait for a browser, a disk or a deadline.
const shared = {
  testTimeout: 30_000,
  // What is awaited comes when it comes; a second is short on a busy machine.
  expect: { poll: { timeout: 10_000 } },
  hookTimeout: 60_000,
  maxWorkers: Math.min(availableParallelism() + 1, 4),
  pool: "forks",
} as const;
/** Here processes are started, killed and measured: each file has one of its own. */
const apart = ["attacks", "build", "host", "journeys", "pages", "store", "stores"].map(
  (folder) => `packages/*/test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    globalSetup: [
      "packages/server/test/_support/built-program.ts",
      "packages/server/test/_support/postgres.ts",
    ],
    maxWorkers: shared.maxWorkers,
    sequence: { sequencer: SlowFirst },
    projects: [
      { test: { ...shared, name: "apart", include: apart } },
      {
        test: {
          ...shared,
          name: "together",
          include: ["packages/*/test/**/*.test.{ts,tsx}"],
          exclude: apart,
          // What holds no state need not be loaded anew for every file.
          isolate: false,
        },
      },
    ],
  },
});
