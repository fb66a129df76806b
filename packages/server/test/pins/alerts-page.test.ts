import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadConfiguration } from "../../src/config/index.ts";
import { defaultAlertEvents } from "../../src/operations/index.ts";

const page = readFileSync(new URL("../../../../docs/guide/alerts.md", import.meta.url), "utf8");

test("the page lists exactly the events that alert when nobody names any", () => {
  const [, table = ""] = /\| event \| why \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(page) ?? [];
  const named = [...table.matchAll(/`([a-z_]+)`/g)].map((match) => match[1]);
  expect(named.toSorted()).toEqual([...defaultAlertEvents].toSorted());
});

test.each([...page.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? ""))(
  "the page's example works: %s",
  async (text) => {
    const configuration = await loadConfiguration({
      file: "/etc/entobot/config.json",
      home: "/srv/entobot",
      environment: {
        ENTOBOT_WEBHOOK_SECRET: Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString("base64"),
      },
      readText: async () => ({ text, mode: 0o640 }),
    });
    expect(configuration.settings.monitoring.alertsEnabled).toBe(true);
    expect(() => configuration.assertServable()).not.toThrow();
  },
);
