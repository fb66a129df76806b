import { writeFileSync } from "node:fs";
import { type ClientRequest, request as plain } from "node:http";
import { request as overTls, type RequestOptions } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import { beforeAll, describe, expect, test } from "vitest";
import type { HardenFacts } from "../../src/operations/index.ts";
import { type Authority, makeAuthority } from "../_support/certificates.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { openRealDoors, type RealDoors } from "../_support/doors-real.ts";
import { factsOf, written } from "../_support/harden.ts";
import { goodPassword } from "../_support/identity.ts";
import { type NginxPlace, serverName, startNginx } from "../_support/nginx.ts";
import { testWith } from "../_support/peers.ts";

const client = "127.0.0.3";
const hasNginx = testWith("nginx") === test;
const forged = {
  "x-forwarded-for": "203.0.113.66, 10.0.0.5",
  "x-real-ip": "203.0.113.66",
  "x-forwarded-host": "evil.test",
  "x-forwarded-proto": "http",
  forwarded: "for=203.0.113.66;host=evil.test",
};
const proxied = { network: { public_url: `https://${serverName}`, trusted_proxies: ["127.0.0.1/32"] } };

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** From an address of our own on this machine, so that nginx and the server tell us apart. */
const options = (port: number, path: string, headers: object = {}): RequestOptions => ({
  ...{ host: "127.0.0.1", port, path, localAddress: client, agent: false },
  ...{ servername: serverName, rejectUnauthorized: false },
  headers: { host: serverName, ...headers },
});

function finish(request: ClientRequest, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("response", async (response) => {
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += String(chunk);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
    request.end(body && JSON.stringify(body));
  });
}

/** The written site of this configuration, with the ports of this run in place of the machine's. */
function siteOf(doors: RealDoors, place: NginxPlace, more: Partial<HardenFacts> = {}, sections: object = {}) {
  const { rest, mobile, web } = doors.server.ports;
  const facts = factsOf(
    {
      network: { ...proxied.network, public_url: `https://${serverName}:${place.https}` },
      gateway: { port: rest },
      web: { port: web, trust_forwarded: true },
      channels: { mobile: { websocket_port: mobile } },
      ...sections,
    },
    more,
  );
  return written(facts, "nginx/entobot.conf")
    .replaceAll("listen 80;", `listen ${place.http};`)
    .replaceAll("listen [::]:80;", `listen [::]:${place.http};`)
    .replaceAll(/ssl_certificate \S+;/g, `ssl_certificate ${place.chain};`)
    .replaceAll(/ssl_certificate_key \S+;/g, `ssl_certificate_key ${place.key};`);
}

describe("plain upstreams", () => {
  let doors: RealDoors;
  let place: NginxPlace;

  beforeAll(async () => {
    doors = await openRealDoors({ ...proxied, web: { port: 0, trust_forwarded: true } });
    if (hasNginx) place = await startNginx((at) => siteOf(doors, at));
  });

  const ask = (path: string, headers: object = {}) => finish(overTls(options(place.https, path, headers)));
  const post = (path: string, body: object, headers: object = {}) =>
    finish(
      overTls({
        ...options(place.https, path, { "content-type": "application/json", ...headers }),
        method: "POST",
      }),
      body,
    );
  const recorded = async () => (await doors.server.house.audit.search({ limit: 100 })).items;

  testWith("nginx")("http goes to https, but for certbot's own path", async () => {
    const { status, headers } = await finish(plain(options(place.http, "/app?x=1", { host: "evil.test" })));
    expect([status, headers["location"]]).toEqual([301, `https://${serverName}:${place.https}/app?x=1`]);
    const challenge = await finish(plain(options(place.http, "/.well-known/acme-challenge/none")));
    expect(challenge.status).toBe(404);
  });

  testWith("nginx")("the guide's three ways lead to the right listener, and headers stand once", async () => {
    const health = await ask("/api/health");
    expect(JSON.parse(health.text)).toMatchObject({ service: "entobot" });
    const page = await ask("/");
    expect(page.headers["content-type"]).toMatch(/^text\/html/);
    for (const { headers } of [health, page, await ask("/api/none")]) {
      expect(headers["strict-transport-security"]).toBe("max-age=31536000");
      expect(String(headers["content-security-policy"])).toContain("default-src 'none'");
      expect(headers["x-xss-protection"]).toBe("0");
      expect(headers["server"]).toBe("nginx");
    }
  });

  testWith("nginx")(
    "sign-in, pairing and chat; the record has the client's own address, never a forged one",
    async () => {
      const { identity, call } = { ...doors.server.house };
      const { token } = await identity.claims.create(call({ kind: "system" }, "internal"));
      const email = "ada@acme.test";
      const claimed = await post("/api/v1/auth/claim", { token, email, password: goodPassword }, forged);
      expect(claimed.status).toBe(200);
      const [cookie = ""] = claimed.headers["set-cookie"] ?? [];
      expect(cookie).toMatch(/^__Host-.*Secure/i);
      const wrong = { email, password: "not the password at all" };
      expect((await post("/api/v1/auth/sign-in", wrong, forged)).status).toBe(401);

      const signedIn = await post("/api/v1/auth/sign-in", { email, password: goodPassword }, forged);
      const session = {
        cookie: (signedIn.headers["set-cookie"]?.[0] ?? "").split(";")[0],
        "x-csrf-token": String(JSON.parse(signedIn.text).csrf_token),
        origin: `https://${serverName}`,
      };
      const pairing = await post("/api/v1/auth/pairing/create-session", {}, { ...session, ...forged });
      expect(pairing.status).toBe(201);
      const { session_id, temp_token } = JSON.parse(pairing.text);
      const phone = await new TestPhone(`wss://127.0.0.1:${place.https}/ws`, {
        ...{ localAddress: client, rejectUnauthorized: false, servername: serverName },
        headers: { host: serverName, ...forged },
      }).open();
      const paired = await phone.ask({ type: "pair", session_id, temp_token, device_info: "phone" });
      expect(paired.type).toBe("auth_success");
      phone.say({ type: "message", id: "m1", content: "hello" });
      const seen: string[] = [];
      while (!seen.includes("message")) seen.push((await phone.next(10_000)).type);
      expect(seen[0]).toBe("ack");
      phone.close();

      const items = await recorded();
      const addresses = new Set(items.flatMap(({ personal }) => personal?.["ip"]?.value ?? []));
      expect(JSON.stringify(items)).not.toContain("203.0.113.66");
      expect([...addresses]).toEqual([client]);
      expect(items.map(({ event }) => event)).toEqual(
        expect.arrayContaining(["auth_failed", "device_paired"]),
      );
    },
  );

  testWith("nginx")("live updates arrive while the answer is still open", async () => {
    const person = await doors.person("auditor");
    const headers = { authorization: `Bearer ${person.jwt}`, ...forged };
    const first = await new Promise<string>((resolve, reject) => {
      const request = overTls(options(place.https, "/api/v1/events", headers), (response) => {
        expect(response.statusCode).toBe(200);
        response.setEncoding("utf8").once("data", (text: string) => {
          resolve(text);
          request.destroy();
        });
      });
      request.on("error", reject).end();
    });
    expect(first).toContain("event: pulse");
  });

  testWith("nginx")("the bound on a body is the server's own", async () => {
    const person = await doors.person("member");
    const signedIn = { authorization: `Bearer ${person.jwt}` };
    const say = async (characters: number, headers: object) =>
      (await post("/api/v1/conversations", { title: "x".repeat(characters) }, headers)).status;
    expect(await say(1_000_000, signedIn)).toBe(400);
    expect(await say(1_048_576, signedIn)).toBe(413);
    const guess = async (characters: number) =>
      (await post("/api/v1/auth/sign-in", { email: "x".repeat(characters) })).status;
    expect(await guess(16_000)).toBe(400);
    expect(await guess(16_384)).toBe(413);
  });

  testWith("nginx")("only TLS 1.2 and 1.3, only suites with forward secrecy and AEAD", async () => {
    const offers = (more: object) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({
          ...{ host: "127.0.0.1", port: place.https, servername: serverName, rejectUnauthorized: false },
          ...more,
        });
        socket.once("secureConnect", () => resolve(true)).once("error", () => resolve(false));
        socket.once("secureConnect", () => socket.destroy());
      });
    const old = { ciphers: "DEFAULT@SECLEVEL=0" };
    expect(await offers({})).toBe(true);
    expect(await offers({ maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" })).toBe(true);
    expect(await offers({ minVersion: "TLSv1", maxVersion: "TLSv1.1", ...old })).toBe(false);
    expect(await offers({ maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA" })).toBe(false);
  });
});

describe("TLS upstreams", () => {
  /** A house with TLS on all three listeners, and nginx in front that trusts this authority for it. */
  async function behind(certificate: Authority, trusted: Authority) {
    const folder = join(certificate.rootFile, "..");
    const files = { tls_cert: join(folder, "chain.pem"), tls_key: join(folder, "key.pem") };
    const { chain, key } = certificate.issue({ names: [serverName] });
    writeFileSync(files.tls_cert, chain);
    writeFileSync(files.tls_key, key, { mode: 0o600 });
    const sections = {
      ...proxied,
      gateway: { port: 0, tls: true },
      web: { port: 0, tls: true, trust_forwarded: true },
      channels: { mobile: { websocket_port: 0, tls_enabled: true, ...files } },
    };
    const doors = await openRealDoors(sections);
    const { rest, mobile, web } = doors.server.ports;
    const place = await startNginx((at) =>
      siteOf(
        doors,
        at,
        { certificateIsAnchor: true },
        {
          gateway: { port: rest, tls: true },
          web: { port: web, tls: true, trust_forwarded: true },
          channels: { mobile: { websocket_port: mobile, tls_enabled: true, ...files } },
        },
      ).replace(/proxy_ssl_trusted_certificate \S+;/, `proxy_ssl_trusted_certificate ${trusted.rootFile};`),
    );
    return (path: string) => finish(overTls(options(place.https, path)));
  }
  let asks: readonly ((path: string) => Promise<Answer>)[] = [];
  beforeAll(async () => {
    if (!hasNginx) return;
    const ours = makeAuthority();
    asks = [await behind(ours, ours), await behind(ours, makeAuthority())];
  });

  testWith("nginx", "openssl")("are reached, on all three", async () => {
    const ask = asks[0] as (path: string) => Promise<Answer>;
    expect((await ask("/api/health")).status).toBe(200);
    expect((await ask("/")).status).toBe(200);
    expect((await ask("/ws")).status).not.toBe(502);
  });

  testWith("nginx", "openssl")("somebody else's certificate is nobody: 502, not a word passes", async () => {
    const ask = asks[1] as (path: string) => Promise<Answer>;
    for (const path of ["/api/health", "/", "/ws"]) expect((await ask(path)).status, path).toBe(502);
  });
});
