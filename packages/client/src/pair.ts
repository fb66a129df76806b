import type { DeviceInfo, PairingPayload } from "@entobot/contract/auth";
import { ApiError } from "./api-error.ts";
import { openChannel } from "./channel.ts";
import type { CredentialStore, Credentials } from "./credentials.ts";
import { generateDeviceKey } from "./device-key.ts";
import { type Environment, platform } from "./environment.ts";
import type { Outbox } from "./outbox.ts";
import { isConfidential } from "./pairing-payload.ts";
import { answerTimeoutMs, credentialsFrom } from "./refresh.ts";

export interface PairOptions {
  readonly store: CredentialStore;
  /** Emptied once paired: what an earlier device left, maybe another person's, is not this one's to send. */
  readonly outbox?: Outbox;
  readonly deviceInfo?: DeviceInfo;
  /** Instead of the payload's own address: an app served by the server itself gives its origin's `/ws`. */
  readonly websocketUrl?: string;
  /** Pair over `ws://` to another machine. Anybody on the way reads the credentials; off by default. */
  readonly allowUnencrypted?: boolean;
  readonly environment?: Partial<Environment>;
}

/** Redeems a pairing: makes the device's key, gets its credentials and stores them. The payload works once. */
export async function pair(payload: PairingPayload, options: PairOptions): Promise<Credentials> {
  const environment = { ...platform, ...options.environment };
  const url = options.websocketUrl ?? payload.websocket_url;
  if (!options.allowUnencrypted && !isConfidential(url)) {
    throw new ApiError(
      "configuration",
      "This pairing leads over an unencrypted connection to another machine. Ask for one that begins with wss://.",
    );
  }
  const key = await generateDeviceKey(options.store.extractableKey);
  const channel = await openChannel(url, environment, () => {});
  try {
    const reply = await channel.request(
      {
        type: "pair",
        session_id: payload.session_id,
        temp_token: payload.temp_token,
        device_info: options.deviceInfo ?? {},
        public_key: key.publicKey,
      },
      answerTimeoutMs,
    );
    const credentials = credentialsFrom(reply, url, key, environment.now);
    await options.outbox?.clear();
    await options.store.set(credentials);
    return credentials;
  } finally {
    channel.abandon();
  }
}
