import type { Call } from "../../pure/call.ts";
import type { AlertChannel } from "./alert-settings.ts";

export interface ChannelStatus {
  readonly channel: AlertChannel;
  readonly configured: boolean;
  /** Messages that are not delivered yet, those that collect a storm included. */
  readonly waiting: number;
  /** Of those: tried in vain at least once. */
  readonly failing: number;
  /** RFC 3339. */
  readonly failing_since: string | null;
  /** Given up, and kept for a month. */
  readonly failed: number;
  readonly last_delivered_at: string | null;
  readonly last_problem: { readonly at: string; readonly code: string; readonly words: string } | null;
}

export interface AlertsStatus {
  readonly enabled: boolean;
  readonly events: readonly string[];
  readonly channels: readonly ChannelStatus[];
}

export interface TestResult {
  readonly channel: AlertChannel;
  /** A mail address; of the webhook the word itself. */
  readonly to: string;
  readonly delivered: boolean;
  readonly problem: { readonly code: string; readonly words: string } | null;
}

export interface Alerts {
  /** Begins to follow the record and to deliver, as far as the configuration wants it. */
  start(): Promise<void>;
  /** The configuration changed. */
  reconfigured(): Promise<void>;
  status(): Promise<AlertsStatus>;
  /** What is wrong with alerts, in a sentence each; empty: nothing. */
  troubles(): Promise<readonly string[]>;
  /** Sends a test to every target now, past the queue. */
  test(call: Call): Promise<readonly TestResult[]>;
  sweep(): Promise<void>;
  /** Resolves when everything that is chained now was told, as far as it is due. For tests. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}
