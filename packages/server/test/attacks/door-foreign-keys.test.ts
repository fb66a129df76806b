import { describe, expect, test } from "vitest";
import { ask, bearer, openDoors } from "../_support/doors.ts";
import { describedRoutes } from "../_support/doors-routes.ts";

const doors = await openDoors();
doors.sessions.add("owner", "owner", "device");

/** Names that somebody would try: of columns, of other requests, of internals. */
const foreign = [
  ...[
    "role_id",
    "is_admin",
    "admin",
    "owner",
    "user_id",
    "person_id",
    "id",
    "password_hash",
    "csrf_token",
    "status",
  ],
  ...[
    "created_at",
    "permissions",
    "session",
    "device_id",
    "email_verified",
    "secret",
    "scope",
    "tenant",
    "$where",
    "then",
  ],
];
const bodies: Record<string, object> = {
  "claim.redeem": { token: "t", email: "a@b.test", password: "right horse battery" },
  "session.sign_in": { email: "a@b.test", password: "right horse battery" },
  "password.set": { token: "t", password: "right horse battery" },
  "password.change": { current_password: "x", new_password: "right horse battery" },
  "people.add": { email: "a@b.test" },
  "people.change": { name: "N" },
  "conversations.rename": { title: "T" },
  "devices.rename": { device_name: "N" },
  "pairing.redeem": { session_id: "s", temp_token: "right-token" },
  "lockouts.release": { id: `address:${"0".repeat(64)}` },
  "settings.change": { version: 0, changes: { "enterprise.organization_name": "N" } },
  "settings.test_provider": { provider: "house", model: "m" },
  "token.refresh": { refresh_token: "refresh-owner" },
};
/** Written for the original's clients, which send more than is asked: what is not known is dropped. */
const tolerant = ["pairing.redeem", "token.refresh"];
const writable = describedRoutes().filter(({ input }) => input.body);

describe("K3: 20 foreign keys in every writable body", () => {
  test.each(writable.map((route) => [route.name, route] as const))("%s", async (name, route) => {
    const ids: Record<string, string> = { users: "usr", devices: "dev", conversations: "cnv" };
    const path = route.path
      .replace(/(\w+)\/:id/, (_all, kind: string) => `${kind}/${ids[kind]}_${"0".repeat(26)}`)
      .replace(":session_id", "s");
    for (const key of foreign) {
      const before = doors.domains.asked.length;
      const body = { ...bodies[name], [key]: "x" };
      const headers = route.access === "public" ? {} : bearer("owner");
      const answer = await ask(doors.ports.rest, path, { method: route.method, headers, body });
      if (tolerant.includes(name)) {
        expect(JSON.stringify(doors.domains.asked[before]?.with[1])).not.toContain(`"${key}"`);
      } else {
        expect([key, answer.status, answer.json["code"]]).toEqual([key, 400, "invalid_request"]);
        expect(JSON.stringify(answer.json["issues"])).toContain(key);
        expect(doors.domains.asked).toHaveLength(before);
      }
    }
    // The same body without them is taken: it was the key that was refused.
    const headers = route.access === "public" ? {} : bearer("owner");
    const { status } = await ask(doors.ports.rest, path, {
      method: route.method,
      headers,
      body: bodies[name] ?? {},
    });
    expect([200, 201, 204]).toContain(status);
  });
});
