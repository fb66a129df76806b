import type { Call, PersonCall } from "../../pure/call.ts";
import type { Place } from "./places.ts";

/**
 * How many requests and frames one device, or one address without a valid credential, may send. What is over throws
 * `rate_limited` with the seconds until it is worth asking again, and is recorded. `what` is the route or frame.
 */
export interface Limits {
  /** Of somebody proved: their device counts, else their session. */
  chargePerson(call: PersonCall, what: string): void;
  /** Without a valid credential: the address counts. */
  chargeStranger(call: Call, what: string): void;
  /**
   * Before a credential is looked at that would make the stranger known. Given back when it was right, so that an office
   * behind one address is not shut out by its own size.
   */
  holdForStranger(call: Call, what: string): Promise<Place>;
  /** With a credential of ours that has ended: it counts by itself, and for nobody who shares its address. */
  chargeEnded(call: Call, credential: string, what: string): void;
}
