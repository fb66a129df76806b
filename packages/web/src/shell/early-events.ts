/** The console's stream, opened before the console's code is here, with what it said meanwhile. */
export interface EarlyEvents {
  readonly source: EventSource;
  readonly said: readonly MessageEvent<string>[];
}

export const eventsUrl = "/api/v1/events";
export const eventNames = ["status", "pulse", "head"] as const;

let early: (EarlyEvents & { stop(): void }) | undefined;

export function listenEarly(): void {
  const source = new EventSource(eventsUrl);
  const said: MessageEvent<string>[] = [];
  const keep = (event: MessageEvent<string>) => void said.push(event);
  for (const name of eventNames) source.addEventListener(name, keep);
  early = {
    source,
    said,
    stop() {
      for (const name of eventNames) source.removeEventListener(name, keep);
    },
  };
}

/** Once: it belongs to who took it. */
export function takeEvents(): EarlyEvents | undefined {
  const taken = early;
  early = undefined;
  taken?.stop();
  // Refused: who asks now asks anew, and learns of it.
  return taken?.source.readyState === EventSource.CLOSED ? undefined : taken;
}
