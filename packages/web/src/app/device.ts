import type { Client } from "@entobot/client/client";
import { connect } from "@entobot/client/connect";
import type { Credentials } from "@entobot/client/credentials";
import { isFresh } from "@entobot/client/is-fresh";
import { pair } from "@entobot/client/pair";
import { browserStores } from "@entobot/client/stores/indexed-db";
import type { PairingPayload } from "@entobot/contract/auth";
import { earlyFetch, history } from "../shell/early.ts";
import { deviceKind } from "./device-kind.ts";

/** This browser as a paired device of its own: its credentials, its queue, its connection. One per page. */
const { store, outbox } = browserStores();
const websocketUrl = `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws`;

export const findCredentials = (): Promise<Credentials | undefined> => store.get();

/** Without waiting for the socket to sign in. */
export async function mayAskAtOnce(): Promise<boolean> {
  const credentials = await findCredentials().catch(() => undefined);
  return credentials !== undefined && isFresh(credentials, Date.now());
}

export const openClient = (): Client =>
  connect({
    store,
    outbox,
    websocketUrl,
    apiUrl: location.origin,
    history,
    environment: { fetch: earlyFetch },
  });

export function pairThisDevice(payload: PairingPayload, deviceName: string): Promise<Credentials> {
  const { platform } = deviceKind();
  return pair(payload, { store, websocketUrl, deviceInfo: { device_name: deviceName, platform } });
}

/** Forgets what is kept here without telling the server: for a device that it ended already. */
export async function forgetThisDevice(): Promise<void> {
  await outbox.clear();
  await store.clear();
}
