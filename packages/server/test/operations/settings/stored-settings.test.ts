import { afterAll, expect, test } from "vitest";
import { LiveConfiguration } from "../../../src/compose/live-configuration.ts";
import { silentLog } from "../../../src/log/index.ts";
import { openStoredSettings } from "../../../src/operations/index.ts";
import { sql } from "../../../src/store/queryable.ts";
import { testDatabase } from "../../_support/database.ts";
import { testKeyRing } from "../../_support/key-ring.ts";
import { operator, settingsWorld } from "../../_support/settings.ts";
import { promised } from "../../_support/size.ts";
import { configure } from "../../config/configure.ts";

const { open } = await testDatabase();
const database = open();
const keys = testKeyRing(database);
const name = "enterprise.organization_name";
const one = await settingsWorld(database, keys);
// Another process: other connections, another memory, the same database and master key.
const other = new LiveConfiguration(configure({}));
const logged: string[] = [];
const log = { ...silentLog, error: (message: string) => void logged.push(message) };
const theirs = await openStoredSettings({ database: open(), sealing: keys, configuration: other, log });
afterAll(() => theirs.stop());

const change = (version: number, value: string | null) =>
  one.settings.change(operator(), { version, changes: { [name]: value }, dry_run: false });

test("another process has a change within a second", async () => {
  await change(0, "Acme");
  const asked = Date.now();
  await expect.poll(() => other.settings.organizationName, { interval: 5, timeout: 5_000 }).toBe("Acme");
  expect(Date.now() - asked).toBeLessThan(promised(1_000));
  expect(theirs.version()).toBe(1);
});

test("and also one that it could not hear, as soon as it listens again", async () => {
  await database.query(
    sql`select pg_terminate_backend(pid) from pg_stat_activity
        where query = 'listen entobot_settings' and datname = current_database()`,
  );
  await change(1, "Unheard");
  await expect.poll(() => other.settings.organizationName, { timeout: 5_000 }).toBe("Unheard");
});

test("a process that starts later begins with it", async () => {
  const late = new LiveConfiguration(configure({}));
  const opened = await openStoredSettings({ database, sealing: keys, configuration: late, log: silentLog });
  await opened.stop();
  expect(late.settings.organizationName).toBe("Unheard");
});

test("what was changed behind our back is not used: who runs keeps what it has and says so, who starts refuses", async () => {
  const [kept] = await database.query<{ sealed: Buffer }>(sql`select sealed from stored_settings`);
  await change(2, "Newest");
  await expect.poll(() => other.settings.organizationName, { timeout: 5_000 }).toBe("Newest");
  // Yesterday's document under today's number: an allow-list of yesterday, say.
  await database.query(sql`update stored_settings set sealed = ${kept?.sealed}`);
  await database.query(sql`select pg_notify('entobot_settings', '')`);
  await expect.poll(() => theirs.trouble(), { timeout: 5_000 }).toMatch(/does not open/);
  expect(other.settings.organizationName).toBe("Newest");
  expect(logged.join()).toMatch(/could not be read/);
  const configuration = new LiveConfiguration(configure({}));
  await expect(
    openStoredSettings({ database, sealing: keys, configuration, log: silentLog }),
  ).rejects.toMatchObject({ code: "configuration", text: expect.stringMatching(/stored_settings/) });
  await expect(change(3, "x")).rejects.toMatchObject({ code: "configuration" });
});

test("emptied by the owner of the database, the file's settings alone are left", async () => {
  await database.query(sql`delete from stored_settings`);
  await theirs.refresh();
  expect([theirs.version(), theirs.trouble(), other.settings.organizationName]).toEqual([0, null, ""]);
});
