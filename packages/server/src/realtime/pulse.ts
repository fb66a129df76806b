import { limits } from "@entobot/contract/limits";
import type { Clock } from "../pure/clock.ts";
import { Failure } from "../pure/failure.ts";
import type { Phone } from "./phone.ts";

const beatMs = 500;
/** A closed socket whose peer does not close its side is cut at the next beat after this long. */
const farewellMs = 1_000;

export interface Pulse {
  start(): void;
  stop(): void;
}

/**
 * One timer for all sockets: who has not authenticated in time, whose token has run out, who has not been heard, who
 * does not take its farewell. A timer each would cost more than the sockets.
 */
export function createPulse(
  phones: ReadonlySet<Phone>,
  clock: Clock,
  heartbeatMs: number,
  timedOut: (phone: Phone) => void,
): Pulse {
  let timer: NodeJS.Timeout | undefined;
  const farewells = new WeakMap<Phone, number>();

  function look(phone: Phone, now: number): void {
    if (phone.closing) {
      const since = farewells.get(phone);
      if (since === undefined) farewells.set(phone, now);
      else if (now - since >= farewellMs) phone.cut();
    } else if (!phone.signedIn) {
      if (now - phone.openedAt >= limits.authenticationDeadlineMs) timedOut(phone);
    } else if (now >= phone.signedIn.expiresAt) {
      phone.fail(new Failure("session_ended"));
    } else if (now - phone.heardAt >= 2 * heartbeatMs) {
      phone.cut();
    } else if (now - phone.heardAt >= heartbeatMs && !phone.asked) {
      phone.ask();
    }
  }

  return {
    start() {
      timer ??= setInterval(() => {
        const now = clock();
        for (const phone of phones) look(phone, now);
      }, beatMs).unref();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
  };
}
