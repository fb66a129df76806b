import { z } from "zod";
import { Status } from "./health.ts";
import { Timestamp } from "./text.ts";

/** Every two seconds. `refusals` counts denied and failed records since this server began to watch. */
export const LivePulse = z.object({
  at: Timestamp,
  connections: z.int().nonnegative(),
  turns_running: z.int().nonnegative(),
  refusals: z.int().nonnegative(),
});
export type LivePulse = z.infer<typeof LivePulse>;

/** The newest record that is in the chain: a console that shows the record asks for what follows its own. */
export const LiveHead = z.object({ seq: z.int().nonnegative(), hash: z.string() });
export type LiveHead = z.infer<typeof LiveHead>;

/** Server-sent events of `/api/v1/events`: the event's name → the shape of its data. */
export const liveEvents = { status: Status, pulse: LivePulse, head: LiveHead } as const;
export type LiveEventName = keyof typeof liveEvents;
export type LiveEvent = {
  [Name in LiveEventName]: { name: Name; data: z.infer<(typeof liveEvents)[Name]> };
}[LiveEventName];
