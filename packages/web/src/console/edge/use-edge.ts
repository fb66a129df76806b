import type { EdgeView, LockoutView } from "@entobot/contract/edge";
import { useEffect, useRef } from "react";
import { useCookieApi } from "../../shell/session.tsx";
import { type Loaded, useLoaded } from "../../shell/use-loaded.ts";
import { useLive } from "../live.tsx";

export interface Edge {
  readonly view: EdgeView;
  readonly lockouts: readonly LockoutView[];
  /** The server's clock less this one's, in ms. */
  readonly skewMs: number;
}

/** Two requests each: who looks on during an attack must not run into the limit that it runs into. */
const soonestMs = 4_000;
const latestMs = 20_000;

/** Read again when something was refused, and now and then for what no record tells of. Not while nobody looks. */
export function useEdge(): Loaded<Edge> {
  const api = useCookieApi();
  const refusals = useLive().pulses.at(-1)?.refusals;
  const loaded = useLoaded("edge", async () => {
    const [view, lockouts] = await Promise.all([api.edge(), api.lockouts.list()]);
    return { view, lockouts, skewMs: Date.parse(view.at) - Date.now() };
  });
  const { reload } = loaded;
  const readAt = useRef(Date.now());
  const shown = useRef(refusals);
  useEffect(() => {
    const read = () => {
      if (document.hidden) return;
      readAt.current = Date.now();
      shown.current = refusals;
      void reload();
    };
    const changed = refusals !== shown.current;
    const timers = [
      setTimeout(read, Math.max(0, readAt.current + (changed ? soonestMs : latestMs) - Date.now())),
      setInterval(read, latestMs),
    ];
    return () => timers.forEach(clearTimeout);
  }, [refusals, reload]);
  return loaded;
}
