import { limitKeyOf } from "../pure/address.ts";

/** A handshake costs the server a signature and the stranger nothing. An office behind one address has its burst. */
const burst = 500;
const perSecond = 100;
const mostAddresses = 10_000;

/** False: this address makes them faster than anybody honest does. */
export type HandshakePace = (address: string) => boolean;

/** A bucket for each address (a /64 of IPv6) that spends faster than it earns; forgotten when it is full again. */
export function createHandshakePace(now: () => number = () => performance.now()): HandshakePace {
  const buckets = new Map<string, { spent: number; at: number }>();

  function forgetRested(time: number): void {
    for (const [key, { spent, at }] of buckets) {
      if (spent <= ((time - at) / 1000) * perSecond) buckets.delete(key);
    }
  }

  return (address) => {
    const time = now();
    if (buckets.size >= mostAddresses) forgetRested(time);
    // Too many at once to tell apart: those that come now share one.
    const key = buckets.size < mostAddresses ? limitKeyOf(address) : "";
    const bucket = buckets.get(key) ?? { spent: 0, at: time };
    bucket.spent = Math.max(0, bucket.spent - ((time - bucket.at) / 1000) * perSecond);
    bucket.at = time;
    buckets.set(key, bucket);
    if (bucket.spent + 1 > burst) return false;
    bucket.spent += 1;
    return true;
  };
}
