import type { PairingPayload } from "@entobot/contract/auth";
import { decodeBase64url } from "./base64url.ts";

const longest = 4096;

/**
 * Reads what a QR code, a link or a person's clipboard carries: the JSON itself, a link `…/pair#<base64url>`, or the
 * base64url alone. Undefined when it is none of these. Nothing is contacted.
 */
export function parsePairingPayload(text: string): PairingPayload | undefined {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > longest) return undefined;
  try {
    if (trimmed.startsWith("{")) return check(JSON.parse(trimmed));
    const encoded = trimmed.includes("#") ? trimmed.slice(trimmed.lastIndexOf("#") + 1) : trimmed;
    const json = new TextDecoder("utf-8", { fatal: true }).decode(decodeBase64url(encoded));
    return check(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function check(value: unknown): PairingPayload | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { session_id, websocket_url, temp_token, timestamp } = value as Record<string, unknown>;
  if (typeof session_id !== "string" || session_id === "" || session_id.length > 128) return undefined;
  if (typeof temp_token !== "string" || temp_token === "" || temp_token.length > 512) return undefined;
  if (typeof timestamp !== "number" || !Number.isSafeInteger(timestamp) || timestamp < 0) return undefined;
  if (typeof websocket_url !== "string" || !isWebSocketUrl(websocket_url)) return undefined;
  return { session_id, websocket_url, temp_token, timestamp };
}

function isWebSocketUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === "ws:" || url.protocol === "wss:") && !url.username && !url.password && !url.hash;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** A credential may travel over this address: TLS, or it never leaves the machine. */
export function isConfidential(websocketUrl: string): boolean {
  const url = new URL(websocketUrl);
  return url.protocol === "wss:" || loopback.test(url.hostname);
}
