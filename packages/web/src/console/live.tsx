import type { Status } from "@entobot/contract/health";
import type { LiveHead, LivePulse } from "@entobot/contract/live";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

export interface Live {
  readonly connected: boolean;
  readonly status: Status | undefined;
  /** The last minutes, oldest first. */
  readonly pulses: readonly LivePulse[];
  /** The newest record in the chain: changes when something happened. */
  readonly head: LiveHead | undefined;
}

const nothing: Live = { connected: false, status: undefined, pulses: [], head: undefined };
const LiveContext = createContext<Live>(nothing);
export const useLive = () => useContext(LiveContext);

/** Ten minutes of pulses at one every two seconds. */
const mostPulses = 300;

/** One stream of server-sent events for the whole console. The browser connects again by itself. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [live, setLive] = useState(nothing);
  useEffect(() => {
    const source = new EventSource("/api/v1/events");
    const change = (part: (old: Live) => Partial<Live>) => setLive((old) => ({ ...old, ...part(old) }));
    const on = <T,>(name: string, take: (data: T, old: Live) => Partial<Live>) =>
      source.addEventListener(name, (event: MessageEvent<string>) => {
        const data = JSON.parse(event.data) as T;
        change((old) => take(data, old));
      });
    source.addEventListener("open", () => change(() => ({ connected: true })));
    source.addEventListener("error", () => change(() => ({ connected: false })));
    on<Status>("status", (status) => ({ status }));
    on<LiveHead>("head", (head) => ({ head }));
    on<LivePulse>("pulse", (pulse, old) => ({ pulses: [...old.pulses.slice(1 - mostPulses), pulse] }));
    return () => source.close();
  }, []);
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}
