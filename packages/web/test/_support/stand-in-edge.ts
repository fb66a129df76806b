import type { EdgeReason, EdgeView, LockoutView } from "@entobot/contract/edge";
import type { World } from "./world.ts";

const minute = 60_000;

/** A burst of guesses a while ago, a scanner before it, and the noise of every hour. */
function countsOf(index: number): EdgeView["minutes"][number]["counts"] {
  return {
    ...(index % 7 === 0 && { not_authenticated: 1 + (index % 3) }),
    ...(index > 12 && index < 18 && { not_http: 3 + (index % 4), invalid_path: 2 }),
    ...(index > 38 &&
      index < 46 && { invalid_credentials: 2 + ((index * 5) % 7), rate_limited: (index * 3) % 11 }),
    ...(index % 11 === 5 && { address_refused: 2 }),
  };
}

export function edgeOf({ now }: World): EdgeView {
  const at = (ms: number) => new Date(ms).toISOString();
  const start = Math.floor(now / minute) - 59;
  const minutes = Array.from({ length: 60 }, (_, index) => ({
    at: at((start + index) * minute),
    counts: countsOf(index),
  }));
  const sums = new Map<EdgeReason, number>();
  for (const { counts } of minutes) {
    for (const [reason, count] of Object.entries(counts) as [EdgeReason, number][]) {
      sums.set(reason, (sums.get(reason) ?? 0) + count);
    }
  }
  const doors = { not_http: "rest", invalid_path: "web", rate_limited: "mobile" } as const;
  const places = [...sums]
    .map(([reason, count]) => ({ door: doors[reason as keyof typeof doors] ?? "rest", reason, count }))
    .toSorted((a, b) => b.count - a.count);
  const from = (address: string, count: number, ago: number, reason: EdgeReason) => ({
    ...{ address, count, reason, last_at: at(now - ago * minute) },
  });
  return {
    since: at(now - 26 * 60 * minute),
    at: at(now),
    minutes,
    places,
    addresses: [
      from("203.0.113.77", 64, 14, "rate_limited"),
      from("2001:db8:beef:66::/64", 31, 42, "not_http"),
      from("198.51.100.4", 18, 6, "not_authenticated"),
      from("192.0.2.140", 11, 10, "address_refused"),
      from("198.51.100.23", 3, 51, "invalid_path"),
    ],
    certificates: [
      {
        doors: ["rest", "mobile"],
        names: ["entobot.nordwind.example"],
        issuer: "Let's Encrypt R11",
        key_kind: "EC P-256",
        fingerprint: "aa",
        chain_file: "/etc/entobot/tls/fullchain.pem",
        not_before: at(now - 68 * 24 * 60 * minute),
        not_after: at(now + 22 * 24 * 60 * minute),
        days_left: 22,
        loaded_at: at(now - 26 * 60 * minute),
        refused_since: null,
      },
    ],
    enforced: { allow_list: true, rate_limit: true, tls: { rest: true, mobile: true, web: false } },
    your_address: "192.0.2.17",
  };
}

const released = new WeakMap<World, Set<string>>();

export function lockoutsOf(world: World): readonly LockoutView[] {
  const at = (ms: number) => new Date(world.now + ms).toISOString();
  const all: readonly LockoutView[] = [
    {
      ...{ id: `address:${"a".repeat(64)}`, kind: "address", subject: "203.0.113.77", level: 3 },
      ...{ started_at: at(-2 * minute), until: at(28 * minute) },
    },
    {
      ...{ id: `account:${"b".repeat(64)}`, kind: "account", subject: "daniel@nordwind.example", level: 1 },
      ...{ started_at: at(-minute), until: at(59 * minute) },
    },
  ];
  return all.filter(({ id }) => !released.get(world)?.has(id));
}

export function releaseLockout(world: World, id: string | undefined): LockoutView | undefined {
  const found = lockoutsOf(world).find((lockout) => lockout.id === id);
  if (found) released.set(world, (released.get(world) ?? new Set()).add(found.id));
  return found;
}
