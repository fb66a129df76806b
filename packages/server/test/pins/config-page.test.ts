import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Key } from "../../src/config/key.ts";
import { keyOf, keyPaths } from "../../src/config/keys.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { providerCatalogue } from "../../src/config/provider-catalogue.ts";
import { providerKeyNames, providerKeyOf } from "../../src/config/provider-keys.ts";
import { jwtSecret } from "../config/configure.ts";

const guide = (name: string) =>
  readFileSync(new URL(`../../../../docs/guide/${name}`, import.meta.url), "utf8");
const page = guide("configuration.md");

/** The page's tables are the code's table: when this fails, paste the line it asks for. */
function rowOf(path: string, key: Key<unknown>): string {
  const names = [path, ...(key.aliases ?? [])].map((name) => `\`${name}\``).join(", also ");
  const marks = [key.status === "not yet" ? "not yet" : "", key.live ? "reload" : ""]
    .filter(Boolean)
    .join(", ");
  const unset = key.otherwise ?? (key.unset === "" ? "empty" : `\`${JSON.stringify(key.unset)}\``);
  return `| ${names} | ${key.what} | ${key.kind.name.replaceAll("|", "\\|")} | ${unset} | ${marks} |`;
}

test.each([
  ...keyPaths.map((path) => [path, keyOf(path)] as const),
  ...providerKeyNames.map((name) => [`providers.NAME.${name}`, providerKeyOf(name)] as const),
])("the page explains %s", (path, key) => {
  expect(page).toContain(rowOf(path, key));
});

test.each(Object.entries(providerCatalogue))("the page lists %s", (name, { baseUrl, variables }) => {
  expect(page).toContain(
    `| \`${name}\` | ${variables.map((variable) => `\`${variable}\``).join(", ")} | \`${baseUrl}\` |`,
  );
});

test.each(
  [...(page + guide("network.md")).matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? ""),
)("a page's example works: %s", async (text) => {
  const configuration = await loadConfiguration({
    file: "/etc/entobot/config.json",
    home: "/srv/entobot",
    environment: { JWT_SECRET: jwtSecret, ENTOBOT_DB_PASSWORD: "p4ss", ACME_KEY: "k" },
    readText: async () => ({ text, mode: 0o640 }),
  });
  expect(() => configuration.assertServable()).not.toThrow();
});
