import type { ConnectionState } from "@entobot/client/connection-state";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Icon } from "../../design/icon.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { useClient, useConnection } from "../client-context.tsx";
import { offlineWords } from "./offline-words.ts";

/** A short outage is nobody's business: the bar waits this long before it says anything. */
const patienceMs = 1_200;

/** Says when there is no connection, what happens to what one writes meanwhile, and when it is tried again. */
export function ConnectionBar() {
  const client = useClient();
  const state = useConnection(client);
  const away = state.status !== "online";
  const networkless = useNetworkless();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!away) return setShown(false);
    const timer = setTimeout(() => setShown(true), networkless ? 0 : patienceMs);
    return () => clearTimeout(timer);
  }, [away, networkless]);
  return (
    <div role="status">
      {away && shown && state.status !== "ended" && (
        <div className="flex min-h-11 items-center gap-2.5 border-line border-b bg-warn-wash px-4 py-1.5 text-sm">
          {state.status === "connecting" && !networkless ? (
            <>
              <Spinner className="size-4 text-warn" />
              <span>Connecting… Messages wait here.</span>
            </>
          ) : (
            <>
              <Icon name="offline" className="size-4 text-warn" />
              <span className="min-w-0 flex-1">
                {offlineWords[state.status === "offline" ? state.reason : "network"]} Messages wait here.{" "}
                {state.status === "offline" && <RetryTime state={state} />}
              </span>
              {/* Who was told to come later is not let in earlier. */}
              {!(state.status === "offline" && state.reason === "rate_limited") && (
                <button
                  type="button"
                  className="min-h-9 shrink-0 rounded-sm px-2 font-medium text-accent"
                  onClick={() => client.retryNow()}
                >
                  Try now
                </button>
              )}
            </>
          )}
        </div>
      )}
    </div>
  );
}

/** The browser itself says that there is no network; that there is one proves nothing. */
const useNetworkless = () => useSyncExternalStore(watchNetwork, () => !navigator.onLine);
function watchNetwork(changed: () => void) {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
}

function RetryTime({ state }: { state: Extract<ConnectionState, { status: "offline" }> }) {
  const left = () => Math.max(0, Math.ceil((state.retryAt - Date.now()) / 1000));
  const [value, setValue] = useState(left);
  // `left` is new with every render and depends on retryAt alone.
  useEffect(() => {
    setValue(left());
    const timer = setInterval(() => setValue(left()), 1_000);
    return () => clearInterval(timer);
  }, [state.retryAt]);
  // A countdown read aloud every second would be noise.
  return <span aria-hidden="true">{value > 1 ? `Next try in ${value} s.` : ""}</span>;
}
