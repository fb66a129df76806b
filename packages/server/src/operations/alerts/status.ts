import { timestamp } from "../../pure/clock.ts";
import type { Queryable } from "../../store/queryable.ts";
import { type AlertSettings, targetsOf } from "./alert-settings.ts";
import type { AlertsStatus, ChannelStatus } from "./alerts.ts";
import { type ChannelRow, readChannels } from "./channel-store.ts";
import { parseProblem, problemWords } from "./delivery-problem.ts";

export async function readStatus(db: Queryable, settings: AlertSettings): Promise<AlertsStatus> {
  const rows = await readChannels(db);
  return {
    enabled: settings.enabled,
    events: settings.events,
    channels: rows
      .map((row) => channelStatus(row, settings))
      .sort((a, b) => a.channel.localeCompare(b.channel)),
  };
}

function channelStatus(row: ChannelRow, settings: AlertSettings): ChannelStatus {
  const { channel, problem, problem_at } = row;
  return {
    channel,
    configured: targetsOf(settings).some((target) => target.channel === channel),
    waiting: row.waiting,
    failing: row.failing,
    failing_since: row.failing_since === null ? null : timestamp(row.failing_since),
    failed: row.failed,
    last_delivered_at: row.delivered_at === null ? null : timestamp(row.delivered_at),
    last_problem:
      problem === null || problem_at === null
        ? null
        : {
            at: timestamp(problem_at),
            code: problem,
            words: problemWords(channel, parseProblem(problem)),
          },
  };
}

export function troublesOf({ enabled, channels }: AlertsStatus): readonly string[] {
  if (!enabled) return [];
  return channels.flatMap(({ channel, failing, failing_since, failed, last_problem }) => [
    ...(failing > 0 && last_problem
      ? [`Alerts by ${channel} wait since ${failing_since}: ${last_problem.words}. They are tried again.`]
      : []),
    ...(failed > 0
      ? [`${failed} alerts by ${channel} were given up. \`entobot alerts status\` says why.`]
      : []),
  ]);
}
