import type { RequestId } from "@entobot/contract/ids";
import { limitKeyOf } from "../pure/address.ts";
import { Failure, isFailure } from "../pure/failure.ts";
import type { RealtimeDeps } from "./deps.ts";
import type { Phone } from "./phone.ts";

/** Frames that a socket may send before it has proved somebody; one or two are what it takes. */
const mostFrames = 16;
/** A place is free again as soon as somebody has proved themselves, at the latest with the deadline. */
const retryAfter = 5;

export interface Strangers {
  /**
   * Throws when there is no place for another one from this address. Where there is none for anybody, the one that has
   * been here longest goes: who knows somebody has said so long before.
   */
  makeRoom(address: string, isFull: boolean): void;
  add(phone: Phone): void;
  /** It has proved somebody, or is gone. */
  remove(phone: Phone): void;
  /** One more frame of a stranger. Throws when it was one too many. */
  heard(phone: Phone): void;
  /** It is gone without having proved anybody: that counts against its address. */
  charge(phone: Phone): void;
}

/** Sockets that have not proved anybody: few at once, from each address and in all, so that a flood leaves room for who is known. */
export function createStrangers(
  deps: Pick<RealtimeDeps, "settings" | "limits" | "newId">,
  letGo: (phone: Phone, failure: Failure) => void,
): Strangers {
  const { strangersPerAddress } = deps.settings;
  const byAddress = new Map<string, number>();
  const frames = new WeakMap<Phone, number>();
  const all = new Set<Phone>();

  function count(address: string, change: 1 | -1): void {
    const key = limitKeyOf(address);
    const sockets = (byAddress.get(key) ?? 0) + change;
    if (sockets > 0) byAddress.set(key, sockets);
    else byAddress.delete(key);
  }

  function most(): number {
    const maxConnections = deps.settings.maxConnections();
    return Math.min(maxConnections, Math.max(64, Math.ceil(maxConnections / 4)));
  }

  function remove(phone: Phone): void {
    if (all.delete(phone)) count(phone.address, -1);
  }

  return {
    makeRoom(address, isFull) {
      if ((byAddress.get(limitKeyOf(address)) ?? 0) >= strangersPerAddress) {
        const text = "Too many connections of this address have not signed in. Try again later.";
        throw new Failure("rate_limited", { text, retryAfter });
      }
      if (!isFull && all.size < most()) return;
      const failure = new Failure("shutting_down", {
        text: "Too many connections. Try again later.",
        retryAfter,
      });
      const oldest = all.values().next().value;
      if (!oldest) throw failure;
      remove(oldest);
      letGo(oldest, failure);
    },
    add(phone) {
      all.add(phone);
      count(phone.address, 1);
    },
    remove,
    heard(phone) {
      const sent = (frames.get(phone) ?? 0) + 1;
      frames.set(phone, sent);
      if (sent > mostFrames) throw new Failure("rate_limited", { retryAfter });
    },
    charge({ address, userAgent }) {
      const principal = { kind: "stranger" } as const;
      const requestId = deps.newId<RequestId>("req");
      try {
        deps.limits.chargeStranger(
          { principal, address, userAgent, channel: "mobile", requestId },
          "socket.unproved",
        );
      } catch (error) {
        // Over the limit already: there is nobody left to refuse.
        if (!isFailure(error, "rate_limited")) throw error;
      }
    },
  };
}
