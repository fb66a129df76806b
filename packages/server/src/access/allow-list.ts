import { networkMatcher } from "../pure/network.ts";

/** Networks as address/prefix. null: the list is off; empty: nobody. */
export type Networks = readonly string[] | null;

/** Who may reach the server at all, by address. Asked at every request; the list in force may change at any time. */
export interface AllowList {
  readonly on: boolean;
  /** Takes a normalised address; "" is nobody's. */
  admits(address: string): boolean;
  /**
   * Calls `refused` once, as soon as the list in force does not admit the address any more, be it now. What is open
   * for long (sockets, streams) lives by this. Returns how to stop watching.
   */
  watch(address: string, refused: () => void): () => void;
  /** The settings have changed: judges everybody who is watched by the list that is in force now. */
  changed(): void;
}

/** `settings` is asked at each use, so that nobody is ever judged by a list of the past. */
export function createAllowList(settings: () => Networks): AllowList {
  const watched = new Map<object, { readonly address: string; readonly refused: () => void }>();
  let list: Networks = null;
  let admitsNow: (address: string) => boolean = () => true;

  function admits(address: string): boolean {
    const now = settings();
    if (now !== list) {
      list = now;
      admitsNow = matcherOf(now);
    }
    return admitsNow(address);
  }

  return {
    get on() {
      return settings() !== null;
    },
    admits,
    watch(address, refused) {
      if (!admits(address)) {
        refused();
        return () => {};
      }
      const key = {};
      watched.set(key, { address, refused });
      return () => watched.delete(key);
    },
    changed() {
      for (const [key, { address, refused }] of watched) {
        if (admits(address) || !watched.delete(key)) continue;
        refused();
      }
    },
  };
}

/** Would this list, if it were in force, let the (normalised) address in? */
export const wouldAdmit = (list: Networks, address: string): boolean => matcherOf(list)(address);

function matcherOf(list: Networks): (address: string) => boolean {
  if (list === null) return () => true;
  const holds = networkMatcher(list);
  return (address) => address !== "" && holds(address);
}
