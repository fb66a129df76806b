import type { ChannelStatus, TestResult } from "../../operations/index.ts";
import type { Command } from "../command.ts";

const names = { mail: "Mail", webhook: "Webhook" } as const;

function testWords({ channel, to, delivered, problem }: TestResult): string {
  const where = channel === "mail" ? `Mail to ${to}` : "Webhook";
  return delivered ? `${where}: taken` : `${where}: not taken; ${problem?.words ?? "unknown"}`;
}

function channelWords(status: ChannelStatus): string {
  const { channel, configured, waiting, failing, failing_since, failed, last_problem } = status;
  const lines = [
    configured ? `${waiting} waiting` : "not configured",
    `last delivered ${status.last_delivered_at ?? "never"}`,
    ...(failing > 0 ? [`${failing} failing since ${failing_since}, tried again`] : []),
    ...(failed > 0 ? [`${failed} given up`] : []),
    ...(last_problem ? [`last problem ${last_problem.at}: ${last_problem.words}`] : []),
  ];
  return `${names[channel].padEnd(9)}${lines.join("; ")}`;
}

export const alertsCommands: readonly Command[] = [
  {
    name: "alerts test",
    summary: "Send a test alert now, to everybody who would get one",
    positionals: [],
    options: {},
    access: "home",
    async run(context) {
      const house = await context.house();
      const { enabled } = await house.alerts.status();
      const results = await house.alerts.test(house.call());
      const text =
        results.length === 0
          ? ["Nobody would get an alert: set monitoring.alert_email or monitoring.webhook."]
          : results.map(testWords);
      if (!enabled) text.push("Alerts are off: set monitoring.alerts_enabled to true.");
      const ok = results.length > 0 && results.every(({ delivered }) => delivered);
      return {
        json: { ok, enabled, results },
        text: `${text.join("\n")}\n`,
        ...(ok ? {} : { exit: 1 as const }),
      };
    },
  },
  {
    name: "alerts status",
    summary: "Show what waits to be delivered, and the last problem",
    positionals: [],
    options: {},
    access: "home",
    async run(context) {
      const house = await context.house();
      const status = await house.alerts.status();
      const head = status.enabled ? `Alerts are on for ${status.events.join(", ")}` : "Alerts are off";
      const text = [head, ...status.channels.map(channelWords)];
      return { json: status, text: `${text.join("\n")}\n` };
    },
  },
];
