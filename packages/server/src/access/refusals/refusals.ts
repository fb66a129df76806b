import type { EdgeDoor, EdgeReason } from "@entobot/contract/edge";
import type { Frequent } from "./frequent.ts";

export interface Refused {
  readonly door: EdgeDoor;
  readonly reason: EdgeReason;
  /** The caller's, normalised; "" when nobody knows. */
  readonly address: string;
}

/** Of the last hour. Times in ms since the epoch. */
export interface RefusalsView {
  /** Nothing was counted before. */
  readonly since: number;
  readonly at: number;
  /** Sixty, the oldest first. */
  readonly minutes: readonly {
    readonly at: number;
    readonly counts: Readonly<Partial<Record<EdgeReason, number>>>;
  }[];
  readonly places: readonly {
    readonly door: EdgeDoor;
    readonly reason: EdgeReason;
    readonly count: number;
  }[];
  readonly addresses: readonly Frequent[];
}

/** What the doors turned away in the last hour, counted in memory that no stranger can make grow. */
export interface Refusals {
  note(refused: Refused): void;
  view(): RefusalsView;
}
