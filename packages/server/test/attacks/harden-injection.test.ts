import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hardeningFiles } from "../../src/operations/index.ts";
import { isFailure } from "../../src/pure/failure.ts";
import { behindProxy, factsOf, temporaryFolder, written } from "../_support/harden.ts";
import { testWith } from "../_support/peers.ts";

/** What ends a word, a string, a line or a block in one of the nine syntaxes. */
const breakers = [
  ...[" ", '"', "'", "`", ";", "{", "}", "$", "$(id)", "${HOME}", "%", "%n", "#", "\\", "|", "&", "<", ">"],
  ...["*", "?", "[x]", "!", "(", ")", ":", "~x", "\u00e4", "\u202e", "\ud83d\ude00"],
];
const paths = breakers.flatMap((it) => [`/srv/a${it}b/audit.log`, `/srv/${it}`, `/srv/x/${it}rm -rf`]);

type Place = readonly [string, (text: string) => object];
const places: readonly Place[] = [
  ["enterprise.audit_log_path", (text) => ({ enterprise: { audit_log_path: text } })],
  ["enterprise.access_log_path", (text) => ({ enterprise: { access_log_path: text } })],
  ["tools.workspace", (text) => ({ tools: { workspace: text } })],
  [
    "channels.mobile.tls_cert",
    (text) => ({ channels: { mobile: { tls_enabled: true, tls_cert: text, tls_key: "/etc/k.pem" } } }),
  ],
  [
    "channels.mobile.tls_key",
    (text) => ({ channels: { mobile: { tls_enabled: true, tls_cert: "/etc/c.pem", tls_key: text } } }),
  ],
];

/** Refused with the key's name, by the configuration or by us. A file that was written is returned. */
function attempt(file: object, more: Parameters<typeof factsOf>[1] = {}): string | undefined {
  try {
    return hardeningFiles(factsOf({ ...behindProxy, ...file }, more))
      .map(({ text }) => text)
      .join("\n");
  } catch (error) {
    if (isFailure(error, "configuration") && (error.issues?.length ?? 0) > 0) return undefined;
    throw error;
  }
}

test.each(places)("%s: no path that could break out is written", (_, at) => {
  expect(paths.filter((path) => attempt(at(path)) !== undefined)).toEqual([]);
  expect(attempt(at("/srv/a-b_c.d/audit.log"))).toContain("/srv/a-b_c.d/audit.log");
});

test("the home, the configuration file and the program are held to the same", () => {
  expect(paths.filter((home) => attempt({}, { home }) !== undefined)).toEqual([]);
  expect(paths.filter((configFile) => attempt({}, { configFile }) !== undefined)).toEqual([]);
  const programs = paths.map((folder) => ({ folder, node: "/usr/bin/node" }));
  expect(programs.filter((program) => attempt({}, { program }) !== undefined)).toEqual([]);
});

test("host names and paths of addresses", () => {
  const hosts = breakers.flatMap((it) => [`https://a${it}b.acme.test`, `https://acme.test${it}`]);
  const broken = hosts.filter((public_url) => {
    const text = attempt({ network: { public_url } });
    // The URL parser itself cleans some up: what is left must be a plain name.
    return text !== undefined && !/^ {4}server_name [a-z0-9.-]+;$/m.test(text);
  });
  expect(broken).toEqual([]);
  const sockets = breakers.map((it) => `wss://entobot.acme.test/w${it}s`);
  const wrong = sockets.filter((public_url) => {
    const text = attempt({ channels: { mobile: { public_url } } });
    return text !== undefined && !/^ {4}location \/[A-Za-z0-9_.-]+ \{$/m.test(text);
  });
  expect(wrong).toEqual([]);
});

test("names in the database's URL", () => {
  const broken = [...breakers, "\n", "\r\n", "'; drop role x; --", '"; drop role x; --'].flatMap((it) => {
    const name = encodeURIComponent(`a${it}b`);
    return [`postgresql://${name}:pw-pw-pw@db.test/entobot`, `postgresql://app:pw-pw-pw@db.test/${name}`];
  });
  expect(broken.filter((url) => attempt({ database: { url } }) !== undefined)).toEqual([]);
});

/** A writer that pastes: the hostile path becomes a directive of its own. */
testWith("nginx")("the same path in a pasted template changes what nginx does", () => {
  const folder = temporaryFolder();
  const path = `${folder}/a.pem; } location /stolen { return 200 gotcha; #`;
  const pasted = `events {} http { server { listen unix:${folder}/s; location / { root ${path};\n } } }`;
  writeFileSync(join(folder, "nginx.conf"), `pid ${folder}/pid; error_log stderr;\n${pasted}`);
  const words = ["-t", "-q", "-c", join(folder, "nginx.conf")];
  expect(() => execFileSync("nginx", words, { stdio: "pipe" })).not.toThrow();
  expect(attempt({ channels: { mobile: { tls_cert: path, tls_key: "/k" } } })).toBeUndefined();
});

test("a value without a place in the files harms nothing", () => {
  const hostile = "Acme\"; } $(id) `x` '; drop table users; --";
  const facts = factsOf({ ...behindProxy, enterprise: { organization_name: hostile } });
  expect(written(facts, "nginx/entobot.conf")).not.toContain("Acme");
});
