import { type Queryable, sql } from "../../store/queryable.ts";
import type { AlertChannel } from "./alert-settings.ts";

export interface ChannelRow {
  readonly channel: AlertChannel;
  readonly delivered_at: number | null;
  readonly problem: string | null;
  readonly problem_at: number | null;
  readonly waiting: number;
  /** Tried in vain at least once, and tried again. */
  readonly failing: number;
  readonly failing_since: number | null;
  readonly failed: number;
}

export async function noteDelivered(db: Queryable, channel: AlertChannel, now: number): Promise<void> {
  await db.query(sql`
    insert into alert_channels (channel, delivered_at) values (${channel}, ${new Date(now)})
    on conflict (channel) do update set delivered_at = excluded.delivered_at`);
}

export async function noteProblem(
  db: Queryable,
  channel: AlertChannel,
  problem: string,
  now: number,
): Promise<void> {
  await db.query(sql`
    insert into alert_channels (channel, problem, problem_at) values (${channel}, ${problem}, ${new Date(now)})
    on conflict (channel) do update set problem = excluded.problem, problem_at = excluded.problem_at`);
}

export function readChannels(db: Queryable): Promise<ChannelRow[]> {
  return db.query<ChannelRow>(sql`
    select c.channel, s.delivered_at, s.problem, s.problem_at,
      count(d.id) filter (where d.failed_at is null) as waiting,
      count(d.id) filter (where d.failed_at is null and d.problem is not null) as failing,
      min(d.first_tried_at) filter (where d.failed_at is null and d.problem is not null) as failing_since,
      count(d.id) filter (where d.failed_at is not null) as failed
    from (values ('mail'), ('webhook')) as c (channel)
    left join alert_channels s on s.channel = c.channel
    left join alert_deliveries d on d.channel = c.channel
    group by c.channel, s.delivered_at, s.problem, s.problem_at`);
}
