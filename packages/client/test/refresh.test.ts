import { expect, test } from "vitest";
import { memoryStore } from "../src/stores/memory.ts";
import { credentialsFor, device, fakeServer, hasty, until } from "./_support/device.ts";

const now = () => Math.floor(hasty.now() / 1000);
/** Past four fifths of its life, not past its end. */
const old = () => ({ obtainedAt: now() - 9_000, expiresAt: now() + 1_000 });

test("ten windows that share a device refresh it once", async () => {
  const server = await fakeServer();
  const store = memoryStore(await credentialsFor(server, old()));
  const windows = await Promise.all(Array.from({ length: 10 }, () => device(server, { store })));
  await until(() => windows.every((client) => client.state().status === "online"), "all online");
  expect(server.refreshes).toEqual({ accepted: 1, refused: 0 });
});

test("the reply to a refresh is lost: the same token is offered again, and one child lives", async () => {
  const server = await fakeServer();
  let losses = 5;
  server.cut = (moment, frame) => moment === "done, not answered" && frame.type === "refresh" && losses-- > 0;
  const store = memoryStore(await credentialsFor(server, old()));
  const client = await device(server, { store });
  await until(() => client.state().status === "online", "online");
  expect(server.refreshes).toEqual({ accepted: 1, refused: 0 });
  expect((await store.get())?.accessToken).toBe("access-1");
});

test("a long connection is refreshed on its own socket before the token ends", async () => {
  const server = await fakeServer();
  const store = memoryStore(await credentialsFor(server, { obtainedAt: now(), expiresAt: now() + 60 }));
  const client = await device(server, { store });
  const states: string[] = [];
  client.on("state", ({ status }) => states.push(status));
  await until(() => server.refreshes.accepted === 1, "refreshed");
  await until(
    () => server.heard.some((frame) => frame.type === "auth" && frame.jwt_token === "access-1"),
    "told",
  );
  expect(client.credentials()?.accessToken).toBe("access-1");
  expect(states.filter((state) => state === "offline")).toEqual([]);
});

test("the proof is a signature over the token's hash by the key that was registered", async () => {
  const server = await fakeServer();
  const credentials = await credentialsFor(server, old());
  const client = await device(server, { store: memoryStore(credentials) });
  await until(() => client.state().status === "online", "online");
  const frame = server.heard.find(({ type }) => type === "refresh");
  const proof = frame?.type === "refresh" ? frame.proof : undefined;
  const [header = "", payload = "", signature = ""] = (proof ?? "").split(".");
  const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString()) as object;
  expect(read(header)).toEqual({ alg: "ES256", typ: "entobot-refresh+jwt" });
  const digest = await crypto.subtle.digest("SHA-256", Buffer.from("refresh-0"));
  expect(read(payload)).toEqual({ refresh_sha256: Buffer.from(digest).toString("base64url") });
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("jwk", credentials.key.publicKey, curve, false, ["verify"]);
  const signed = Buffer.from(`${header}.${payload}`);
  const scheme = { name: "ECDSA", hash: "SHA-256" };
  expect(await crypto.subtle.verify(scheme, key, Buffer.from(signature, "base64url"), signed)).toBe(true);
});
