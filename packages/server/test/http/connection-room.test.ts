import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { createConnectionRoom, type RoomSize } from "../../src/http/connection-room.ts";

let port = 1024;
const from = (remoteAddress: string) => ({ remoteAddress, remotePort: ++port, localPort: 80 }) as Socket;

function room(size: RoomSize) {
  const gone: Socket[] = [];
  const own = createConnectionRoom({ size: () => size, isProxy: (address) => address === "10.0.0.1" });
  return { gone, enter: (socket: Socket) => own.enter(socket, (each) => void gone.push(each)), own };
}

describe("where there is no room", () => {
  test("the one that has rested longest goes, not the one that is answered", () => {
    const { enter, gone } = room({ perAddress: 10, inAll: 3 });
    const [a, b, c, d, e] = [1, 2, 3, 4, 5].map((n) => from(`192.0.2.${n}`)) as [
      Socket,
      Socket,
      Socket,
      Socket,
      Socket,
    ];
    const end = enter(a)?.begin();
    enter(b);
    enter(c);
    enter(d);
    expect(gone).toEqual([b]);
    // It rests from the end of its answer on, behind those that rested before.
    end?.();
    enter(e);
    expect(gone).toEqual([b, c]);
  });

  test("nobody goes when all are answered: the newcomer does not come in", () => {
    const { enter, gone } = room({ perAddress: 10, inAll: 1 });
    const busy = enter(from("192.0.2.1"));
    const [first, second] = [busy?.begin(), busy?.begin()];
    expect(enter(from("192.0.2.2"))).toBeUndefined();
    first?.();
    first?.();
    expect(enter(from("192.0.2.2"))).toBeUndefined();
    second?.();
    expect(enter(from("192.0.2.2"))).toBeDefined();
    expect(gone).toHaveLength(1);
  });

  test("an address pays with its own; a /64 is one, a proxy is none", () => {
    const { enter, gone } = room({ perAddress: 2, inAll: 100 });
    const other = from("192.0.2.9");
    enter(other);
    const mine = [1, 2, 3].map((n) => from(`2001:db8::${n}`));
    for (const socket of mine) enter(socket);
    expect(gone).toEqual([mine[0]]);
    for (let i = 0; i < 50; i++) enter(from("10.0.0.1"));
    expect(gone).toHaveLength(1);
  });
});

test("who left makes room once, however often it is said; a name that is used again is another connection", () => {
  const { enter, gone, own } = room({ perAddress: 2, inAll: 2 });
  const socket = from("192.0.2.1");
  const before = enter(socket);
  const after = enter(socket);
  before?.leave();
  before?.leave();
  expect(own.find(socket)).toBe(after);
  enter(from("192.0.2.1"));
  expect(gone).toEqual([]);
  enter(from("192.0.2.1"));
  expect(gone).toEqual([socket]);
  // An answer that ends after its connection does not bring it back.
  const late = enter(from("192.0.2.7"));
  const end = late?.begin();
  late?.leave();
  end?.();
  enter(from("192.0.2.8"));
  enter(from("192.0.2.8"));
  expect(gone).not.toContain(late?.socket);
});

test("from one port of theirs a peer reaches two addresses of ours: these are two connections", () => {
  const { enter, own } = room({ perAddress: 10, inAll: 10 });
  const ends = { remoteAddress: "192.0.2.1", remotePort: 5000, localPort: 80 };
  const [one, other] = ["198.51.100.1", "198.51.100.2"].map(
    (localAddress) => ({ ...ends, localAddress }) as Socket,
  ) as [Socket, Socket];
  const guests = [enter(one), enter(other)];
  expect([own.find(one), own.find(other)]).toEqual(guests);
  expect(own.find(one)).not.toBe(own.find(other));
});
