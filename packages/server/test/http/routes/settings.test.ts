import { beforeAll, expect, test } from "vitest";
import { openRealDoors, type RealPerson } from "../../_support/doors-real.ts";

const doors = await openRealDoors();
let admin: RealPerson;
beforeAll(async () => {
  await doors.person("owner");
  admin = await doors.person("admin");
});
const patch = (body: object, headers = {}) =>
  admin.ask("/api/v1/settings", { method: "PATCH", body, headers });
const name = "enterprise.organization_name";

test("a change is seen at once, by everybody, and names the next version", async () => {
  const { status, json } = await patch({ version: 0, changes: { [name]: "Nordwind" } });
  expect([status, json]).toEqual([200, { version: 1, dry_run: false, set: [name], removed: [], issues: [] }]);
  expect((await admin.ask("/api/v1/auth/session")).json["organization_name"]).toBe("Nordwind");
  expect((await admin.ask("/api/v1/settings")).json).toMatchObject({
    version: 1,
    default_model: "builtin/rehearsal",
  });
});

test("of an older version: 409; a repeat under the same key: the same answer", async () => {
  expect((await patch({ version: 0, changes: { [name]: "x" } })).status).toBe(409);
  const body = { version: 1, changes: { [name]: "Südwind" } };
  const first = await patch(body, { "idempotency-key": "k1" });
  const again = await patch(body, { "idempotency-key": "k1" });
  expect([again.status, again.json]).toEqual([first.status, first.json]);
  expect((await patch({ ...body, version: 2 }, { "idempotency-key": "k1" })).status).toBe(422);
});

test.each([
  ["nothing", {}],
  [
    "too much",
    Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`providers.p${index}.models`, []])),
  ],
  ["an object as a value", { [name]: { a: 1 } }],
  ["a name that is none", { "a b": 1 }],
])("%s is refused before anything is looked at", async (_name, changes) => {
  const { status, json } = await patch({ version: 2, changes });
  expect([status, json["code"]]).toEqual([400, "invalid_request"]);
});

test("status says what is stored and not in force, once the file sets it", async () => {
  await doors.reload({ enterprise: { organization_name: "File" } });
  expect((await admin.ask("/api/v1/auth/session")).json["organization_name"]).toBe("File");
  const { json } = await admin.ask("/api/v1/status");
  expect(json["notices"]).toContainEqual({
    level: "warning",
    code: "stored_setting_ignored",
    text: expect.stringMatching(/^enterprise\.organization_name was stored by the console .* comes first/),
  });
  await doors.reload({});
  expect((await admin.ask("/api/v1/auth/session")).json["organization_name"]).toBe("Südwind");
});
