import type { Status } from "@entobot/contract/health";
import type { LiveHead, LivePulse } from "@entobot/contract/live";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { type eventNames, eventsUrl, takeEvents } from "../shell/early-events.ts";

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

/** Before the stream is asked for again that the server refused, with some more at random; twice as long each time. */
const refusedMs = 20_000;
const longestRefusedMs = 600_000;

/** One stream of server-sent events for the whole console. The browser connects again by itself, unless it was refused. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [live, setLive] = useState(nothing);
  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waitMs = refusedMs;
    const change = (part: (old: Live) => Partial<Live>) => setLive((old) => ({ ...old, ...part(old) }));
    function open() {
      const early = takeEvents();
      const own = early?.source ?? new EventSource(eventsUrl);
      source = own;
      const on = <T,>(name: (typeof eventNames)[number], take: (data: T, old: Live) => Partial<Live>) => {
        const hear = (event: MessageEvent<string>) => {
          const data = JSON.parse(event.data) as T;
          change((old) => take(data, old));
        };
        for (const event of early?.said ?? []) if (event.type === name) hear(event);
        own.addEventListener(name, hear);
      };
      const opened = () => {
        waitMs = refusedMs;
        change(() => ({ connected: true }));
      };
      own.addEventListener("open", opened);
      if (own.readyState === EventSource.OPEN) opened();
      own.addEventListener("error", () => {
        change(() => ({ connected: false }));
        if (own.readyState !== EventSource.CLOSED) return;
        timer = setTimeout(open, waitMs * (1 + Math.random()));
        waitMs = Math.min(2 * waitMs, longestRefusedMs);
      });
      on<Status>("status", (status) => ({ status }));
      on<LiveHead>("head", (head) => ({ head }));
      on<LivePulse>("pulse", (pulse, old) => ({ pulses: [...old.pulses.slice(1 - mostPulses), pulse] }));
    }
    open();
    return () => {
      clearTimeout(timer);
      source?.close();
    };
  }, []);
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}
