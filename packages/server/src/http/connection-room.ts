import type { Socket } from "node:net";
import { limitKeyOf, peerAddress } from "../pure/address.ts";
import { connectionKey } from "./connection-key.ts";

/** How many connections that are no sockets of phones may be open. Asked at each use. */
export interface RoomSize {
  readonly perAddress: number;
  readonly inAll: number;
}

export interface RoomOptions {
  readonly size: () => RoomSize;
  /** One that brings the connections of many: no address of its own is counted, only the whole. */
  readonly isProxy: (address: string) => boolean;
}

/** One open connection, from its first byte or none to its end or its upgrade. */
export interface Guest {
  readonly socket: Socket;
  /** A request is being answered. Returns its end. */
  begin(): () => void;
  /** It is closed, or became a socket that others count. */
  leave(): void;
}

export interface ConnectionRoom {
  /**
   * Lets a connection in; where there is no room the one that has rested longest is let go for it. Undefined: all of
   * them are being answered.
   */
  enter(socket: Socket, letGo: (socket: Socket) => void): Guest | undefined;
  find(socket: Socket): Guest | undefined;
}

interface Held extends Guest {
  turnAway(): void;
}

interface OfAddress {
  connections: number;
  /** In the order in which they began to rest. */
  readonly resting: Set<Held>;
}

/**
 * A connection costs a stranger nothing and us memory and a descriptor, so there are only so many, on all listeners
 * together. A connection rests while no request of it is being answered: it has not asked yet, asks a byte at a time,
 * reads slowly, or waits with its next question. Refusing newcomers instead would let whoever came first keep all others
 * out; who wants an answer has it long before they have rested longest.
 */
export function createConnectionRoom({ size, isProxy }: RoomOptions): ConnectionRoom {
  const byAddress = new Map<string, OfAddress>();
  const guests = new Set<Held>();
  const byKey = new Map<string, Held>();
  const resting = new Set<Held>();

  function makeRoom(of: OfAddress | undefined): boolean {
    const { perAddress, inAll } = size();
    const neighbours = of && of.connections >= perAddress ? of.resting : undefined;
    if (!neighbours && guests.size < inAll) return true;
    const oldest: Held | undefined = (neighbours ?? resting).values().next().value;
    oldest?.turnAway();
    return oldest !== undefined;
  }

  function hold(socket: Socket, key: string, limitKey: string | null, letGo: (socket: Socket) => void): Held {
    const of =
      limitKey === null
        ? undefined
        : (byAddress.get(limitKey) ?? { connections: 0, resting: new Set<Held>() });
    let running = 0;
    const rest = () => {
      resting.add(held);
      of?.resting.add(held);
    };
    const stir = () => {
      resting.delete(held);
      of?.resting.delete(held);
    };
    const held: Held = {
      socket,
      begin() {
        running += 1;
        stir();
        let ended = false;
        return () => {
          if (ended) return;
          ended = true;
          running -= 1;
          if (running === 0 && guests.has(held)) rest();
        };
      },
      leave() {
        if (!guests.delete(held)) return;
        // A new connection may have its name before this one's end is told.
        if (byKey.get(key) === held) byKey.delete(key);
        stir();
        if (!of || limitKey === null) return;
        of.connections -= 1;
        if (of.connections === 0) byAddress.delete(limitKey);
      },
      turnAway() {
        held.leave();
        letGo(socket);
      },
    };
    guests.add(held);
    byKey.set(key, held);
    if (of && limitKey !== null) {
      of.connections += 1;
      byAddress.set(limitKey, of);
    }
    rest();
    return held;
  }

  return {
    enter(socket, letGo) {
      const address = peerAddress(socket.remoteAddress);
      const limitKey = isProxy(address) ? null : limitKeyOf(address);
      if (!makeRoom(limitKey === null ? undefined : byAddress.get(limitKey))) return undefined;
      return hold(socket, connectionKey(socket), limitKey, letGo);
    },
    find: (socket) => byKey.get(connectionKey(socket)),
  };
}
