import type { Client } from "@entobot/client/client";
import type { ConnectionState } from "@entobot/client/connection-state";
import type { Outgoing } from "@entobot/client/outbox";
import type { Api } from "@entobot/client/rest/api";
import { createContext, useContext, useEffect, useState } from "react";

const ClientContext = createContext<Client | undefined>(undefined);
export const ClientProvider = ClientContext.Provider;

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error("outside the app");
  return client;
}

/** The app always names its own origin, so REST is always there. */
export const useApi = (): Api => useClient().api as Api;

export function useConnection(client: Client): ConnectionState {
  const [state, setState] = useState(client.state);
  useEffect(() => {
    setState(client.state());
    return client.on("state", setState);
  }, [client]);
  return state;
}

export function useQueue(client: Client): readonly Outgoing[] {
  const [queue, setQueue] = useState(client.queue);
  useEffect(() => {
    setQueue(client.queue());
    return client.on("queue", setQueue);
  }, [client]);
  return queue;
}
