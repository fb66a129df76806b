import { expect, test } from "vitest";
import { keys } from "../../../../server/src/config/keys.ts";
import { settingGroups, settingWords } from "../../../src/console/settings/setting-words.ts";
import { originWords, valueWords } from "../../../src/console/settings/settings-view.ts";

const setting = (key: string, value: unknown, more: object = {}) => ({
  ...{ key, value, secret: false, set: value !== null, origin: "default", editable: true },
  ...more,
});

test.each([
  [setting("auth.jwt_secret", null, { secret: true, set: true }), "set, never shown"],
  [setting("database.url", null, { secret: true, set: false }), "not set"],
  [setting("monitoring.alert_on", []), "the security events"],
  [setting("monitoring.alert_email", ["a@x.example", "b@x.example"]), "a@x.example, b@x.example"],
  [setting("web.tls", false), "off"],
  [setting("agents.defaults.temperature", 0), "0"],
  [setting("enterprise.ip_whitelist", null), "off"],
])("a value in words: %s", (given, words) => {
  expect(valueWords(given)).toBe(words);
});

test("where it was set", () => {
  expect(["default", "the console", "/etc/entobot/config.json, line 3, column 5"].map(originWords)).toEqual([
    "default",
    "set here",
    "set by /etc/entobot/config.json, line 3, column 5",
  ]);
});

test("every setting that the console may change has words and a place on a page", () => {
  const grouped = settingGroups.flatMap((group) => group.keys);
  const editable = Object.entries(keys).filter(([, key]) => "console" in key && key.console);
  const left = editable
    .map(([path]) => path)
    .filter((path) => path !== "agents.defaults.model" && !(grouped.includes(path) && settingWords[path]));
  expect(left).toEqual([]);
  expect(editable.length).toBeGreaterThan(10);
});
