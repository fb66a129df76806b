import type { DeviceInfo } from "@entobot/contract/auth";
import type { CredentialStore } from "./credentials.ts";
import type { Environment } from "./environment.ts";

export interface PairOptions {
  readonly store: CredentialStore;
  readonly deviceInfo?: DeviceInfo;
  /** Instead of the payload's own address: an app served by the server itself gives its origin's `/ws`. */
  readonly websocketUrl?: string;
  /** Pair over `ws://` to another machine. Anybody on the way reads the credentials; off by default. */
  readonly allowUnencrypted?: boolean;
  readonly environment?: Partial<Environment>;
}
