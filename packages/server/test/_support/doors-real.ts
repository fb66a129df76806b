import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Role } from "@entobot/contract/permissions";
import { afterAll } from "vitest";
import { composeServer, type RunningServer } from "../../src/compose/server.ts";
import { loadConfiguration } from "../../src/config/index.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import { prepareHome } from "../../src/host/home.ts";
import { silentLog } from "../../src/log/index.ts";
import { testDatabase } from "./database.ts";
import { type Answered, type Ask, ask, bearer } from "./doors.ts";
import { cheapPasswords, goodPassword } from "./identity.ts";

/** Somebody with a browser session and a paired device, both real. */
export interface RealPerson {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly jwt: string;
  readonly refresh: string;
  readonly deviceId: string;
  readonly sessionId: string;
  /** By the device's token, on the REST listener. */
  readonly ask: Way;
  /** By token and by cookie, on both listeners that have the API. */
  readonly ways: readonly Way[];
}

export type Way = (path: string, options?: Ask) => Promise<Answered>;

/** Sections of the configuration file; they stand beside, or in place of, those that every test needs. */
export type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface RealDoors {
  readonly server: RunningServer;
  readonly home: string;
  /** What SIGHUP does, with these sections in the file. */
  reload(sections: Sections): Promise<void>;
  person(role: Role): Promise<RealPerson>;
}

/** The whole house on a database of the test file's own, with its doors on free ports. */
export async function openRealDoors(sections: Sections = {}): Promise<RealDoors> {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), "entobot-doors-"));
  const home = prepareHome(folder);
  const needed: Sections = {
    // A test asks as fast as it can; what limits do is tested where they are.
    enterprise: { rate_limit_requests: 1_000_000 },
    gateway: { port: 0 },
    channels: { mobile: { websocket_port: 0 } },
    web: { port: 0 },
    database: { url: database.appUrl },
  };
  const file = join(folder, "config.json");
  function read(more: Sections) {
    const names = new Set([...Object.keys(needed), ...Object.keys(more)]);
    const merged = Object.fromEntries([...names].map((name) => [name, { ...needed[name], ...more[name] }]));
    writeFileSync(file, JSON.stringify(merged), { mode: 0o600 });
    return loadConfiguration({ environment: {}, home: folder, file });
  }
  const server = await composeServer({
    configuration: await read(sections),
    home,
    log: silentLog,
    webRoot: "/nowhere",
    earlyEvents: [],
    database: { kind: "external", appUrl: database.appUrl, version: "18", protection: "grant" },
    inputs: { clock: Date.now, random: systemRandom, passwords: cheapPasswords() },
  });
  afterAll(async () => {
    await server.close("test", 0);
    rmSync(folder, { recursive: true });
  });

  let count = 0;
  const { rest } = server.ports;
  const system = () => server.house.call({ kind: "system" }, "internal");

  async function browser(email: string, role: Role): Promise<Answered> {
    const { identity } = server.house;
    if (role === "owner" && !(await identity.claims.hasOwner())) {
      const { token } = await identity.claims.create(system());
      const body = { token, email, password: goodPassword };
      return ask(rest, "/api/v1/auth/claim", { method: "POST", body });
    }
    const invitation = await identity.people.add(system(), { email, role });
    const token = new URL(invitation.set_password_url).hash.slice(1);
    return ask(rest, "/api/v1/auth/set-password", {
      method: "POST",
      body: { token, password: goodPassword },
    });
  }

  return {
    ...{ server, home: folder },
    reload: async (more) => server.reconfigure(await read(more)),
    async person(role) {
      const email = `person-${++count}@example.test`;
      const signedIn = await browser(email, role);
      const headers = {
        cookie: (signedIn.headers["set-cookie"]?.[0] ?? "").split(";")[0] ?? "",
        "x-csrf-token": String(signedIn.json["csrf_token"]),
        origin: `http://127.0.0.1:${rest}`,
      };
      const pairing = await ask(rest, "/api/v1/auth/pairing/create-session", {
        method: "POST",
        headers,
        body: {},
      });
      const { session_id, temp_token } = pairing.json;
      const body = { session_id, temp_token, device_info: { device_name: `${role}'s phone` } };
      const paired = (await ask(rest, "/api/v1/auth/pair", { method: "POST", body })).json;
      const jwt = String(paired["jwt_token"]);
      const session = (await ask(rest, "/api/v1/auth/session", { headers: bearer(jwt) })).json;
      const way =
        (port: number, credential: Record<string, string>): Way =>
        (path, options = {}) =>
          ask(port, path, { ...options, headers: { ...credential, ...options.headers } });
      const ports = [rest, server.ports.web];
      const ways = ports.flatMap((port) => [way(port, bearer(jwt)), way(port, headers)]);
      return {
        ...{ id: String((paired["user"] as { id: string }).id), email, role, jwt, ways },
        refresh: String(paired["refresh_token"]),
        deviceId: String(paired["device_id"]),
        sessionId: String(session["session_id"]),
        ask: way(rest, bearer(jwt)),
      };
    },
  };
}
