import { randomBytes } from "node:crypto";
import { command, type Program } from "./program.ts";

type Json = Record<string, unknown>;

/** The owner of a fresh home, signed in as a browser is, who pairs as many devices as a run needs. */
export interface Owner {
  ask(method: "GET" | "POST", path: string, body?: unknown): Promise<Json>;
  /** The token of a new device. */
  pair(): Promise<string>;
}

async function call(url: string, init: RequestInit): Promise<{ json: Json; cookie: string }> {
  const response = await fetch(url, init);
  const json = (await response.json()) as Json;
  if (!response.ok) throw new Error(`${init.method} ${url}: ${response.status} ${JSON.stringify(json)}`);
  return { json, cookie: response.headers.get("set-cookie")?.split(";")[0] ?? "" };
}

export async function claim({ home, rest }: Program): Promise<Owner> {
  const origin = `http://127.0.0.1:${rest}`;
  const json = { "content-type": "application/json" };
  const link = new URL(String(command(home, ["claim"])["claim_url"]));
  const signedIn = await call(`${origin}/api/v1/auth/claim`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({
      token: link.hash.slice(1),
      email: "bench@example.test",
      password: randomBytes(24).toString("base64url"),
    }),
  });
  const credential = {
    ...json,
    origin,
    cookie: signedIn.cookie,
    "x-csrf-token": String(signedIn.json["csrf_token"]),
  };
  const ask = async (method: "GET" | "POST", path: string, body?: unknown) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return (await call(`${origin}${path}`, { method, headers: credential, ...sent })).json;
  };
  return {
    ask,
    async pair() {
      const { session_id, temp_token } = await ask("POST", "/api/v1/auth/pairing/create-session", {});
      const body = { session_id, temp_token, device_info: { device_name: "bench" } };
      return String((await ask("POST", "/api/v1/auth/pair", body))["jwt_token"]);
    },
  };
}
