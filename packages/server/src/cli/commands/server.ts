import { ApiError, createApi } from "@entobot/client";
import { describeReport } from "../../config/index.ts";
import { clean } from "../clean-text.ts";
import type { Command } from "../command.ts";

export const serverCommands: readonly Command[] = [
  {
    name: "status",
    summary: "Ask the running server how it is",
    positionals: [],
    options: {},
    access: "anyone",
    async run({ world }) {
      const { api } = await world.addresses();
      try {
        const health = await createApi({ baseUrl: api, timeoutMs: 5_000 }).health();
        const ok = health.status === "ok";
        return {
          json: { ...health, address: api },
          text: `${clean(String(health.status))} at ${api}\n`,
          ...(ok ? {} : { exit: 1 as const }),
        };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const text = `No server answers at ${api}. \`entobot start\` starts it.\n`;
        return { json: { status: "unreachable", service: "entobot", address: api }, text, exit: 69 };
      }
    },
  },
  {
    name: "config check",
    summary: "Check the configuration; opens no home and no database",
    positionals: [],
    options: {},
    access: "anyone",
    async run({ world, arguments: given }) {
      const report = await world.checkConfiguration(given.text("config"));
      const text = `${describeReport(report).map(clean).join("\n")}\n`;
      return { json: report, text, ...(report.ok ? {} : { exit: 78 as const }) };
    },
  },
  {
    name: "migrate",
    summary: "Bring the database up to this version; start does it by itself",
    positionals: [],
    options: {},
    access: "home",
    async run({ world }) {
      const result = await world.migrate();
      const done = result.applied.length === 0 ? "Nothing to do." : `Applied ${result.applied.join(", ")}.`;
      return { json: result, text: `${done}\n` };
    },
  },
];
