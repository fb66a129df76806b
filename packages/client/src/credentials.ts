import type { DeviceId } from "@entobot/contract/ids";
import type { Self } from "@entobot/contract/people";
import type { DeviceKey } from "./device-key.ts";

/** What a paired device keeps. Times: `expiresAt` and `obtainedAt` in whole seconds since the Unix epoch. */
export interface Credentials {
  readonly websocketUrl: string;
  readonly accessToken: string;
  /** Null where the server has refreshing switched off: at `expiresAt` the device must pair again. */
  readonly refreshToken: string | null;
  readonly expiresAt: number;
  readonly obtainedAt: number;
  readonly deviceId: DeviceId;
  readonly deviceName: string;
  readonly user: Self;
  /** Made at pairing, proved at every refresh. */
  readonly key: DeviceKey;
}

/** Where the credentials of one device live. All windows and processes that share a store share the device. */
export interface CredentialStore {
  get(): Promise<Credentials | undefined>;
  set(credentials: Credentials): Promise<void>;
  clear(): Promise<void>;
  /** Runs `work` while nobody else who shares this store does: a refresh token may be used once only. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** True where the key must be written out (a file); a browser keeps it where no script can read it. */
  readonly extractableKey: boolean;
}
