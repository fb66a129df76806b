import { timestamp } from "../../pure/clock.ts";
import type { Command } from "../command.ts";
import { minute, table } from "../table.ts";
import { usage } from "../usage.ts";

export const lockoutCommands: readonly Command[] = [
  {
    name: "lockout list",
    summary: "Show addresses and accounts that are locked out after failed attempts",
    positionals: [],
    options: {},
    access: "settings.read",
    async run(context) {
      const { lockouts, call } = await context.house();
      const items = (await lockouts.list(call())).map(({ id, kind, subject, level, startedAt, until }) => ({
        ...{ id, kind, subject, level },
        since: timestamp(startedAt),
        until: timestamp(until),
      }));
      const rows = items.map(({ kind, subject, level, since, until }) => [
        subject,
        kind,
        String(level),
        minute(since),
        minute(until),
      ]);
      return {
        json: { items },
        text: table(["WHO", "KIND", "IN A ROW", "SINCE", "UNTIL"], rows, "Nobody is locked out."),
      };
    },
  },
  {
    name: "lockout release",
    summary: "Let a locked address or account try again; its failures are forgotten within a second",
    positionals: ["ADDRESS_OR_EMAIL"],
    options: {},
    access: "settings.write",
    async run(context) {
      const [which] = context.arguments.positionals;
      if (!which) throw usage("Name an address, an e-mail address or an id of `entobot lockout list`.");
      const { lockouts, call } = await context.house();
      const { id, kind, subject } = await lockouts.release(call(), which);
      return { json: { id, kind, subject, released: true }, text: "May try again.\n" };
    },
  },
];
