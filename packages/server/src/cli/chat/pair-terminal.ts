import {
  ApiError,
  type CredentialStore,
  isConfidential,
  type Outbox,
  pair,
  parsePairingPayload,
} from "@entobot/client";
import type { PairingPayload } from "@entobot/contract/auth";
import type { PersonCall } from "../../pure/call.ts";
import type { Context } from "../command.ts";
import { usage } from "../usage.ts";
import { failureOf } from "./failure-of.ts";

/**
 * First use: from a pairing that somebody made elsewhere, or, on the server's own machine, from the person's e-mail
 * address and password, once. What stays is the device's own credentials, never the password.
 */
export async function pairTerminal(
  context: Context,
  { store, outbox }: { store: CredentialStore; outbox: Outbox },
): Promise<void> {
  const { world, arguments: given } = context;
  const text = given.text("pairing");
  const payload = text === undefined ? await askForPayload(context) : parsePairingPayload(text);
  if (payload === undefined) {
    throw usage("This is no pairing. `entobot pair`, or the console, shows one as text.");
  }
  const allowUnencrypted = given.flag("unencrypted");
  if (!isConfidential(payload.websocket_url) && !allowUnencrypted) {
    throw usage(
      "This pairing leads over an unencrypted line to another machine. If that is meant: --unencrypted.",
    );
  }
  try {
    const deviceInfo = {
      device_name: `Terminal on ${world.hostName}`,
      platform: process.platform,
      app_version: world.version,
    };
    const { user } = await pair(payload, { store, outbox, deviceInfo, allowUnencrypted });
    world.io.complain(`Paired as ${user.email}.\n`);
  } catch (error) {
    throw error instanceof ApiError ? failureOf(error) : error;
  }
}

async function askForPayload(context: Context): Promise<PairingPayload | undefined> {
  const { io } = context.world;
  if (!io.inTerminal) {
    throw usage(
      "This terminal is not paired. Give a pairing with --pairing TEXT; `entobot pair --json` makes one.",
    );
  }
  io.complain(
    "This terminal is not paired yet.\nPaste a pairing (from `entobot pair` or the console), or, on the server's own machine, sign in with your e-mail address.\n\n",
  );
  const answer = (await io.ask("Pairing or e-mail address: "))?.trim() ?? "";
  if (!/^[^\s{}#]+@[^\s{}#]+$/.test(answer)) return parsePairingPayload(answer);
  const password = await io.askHidden("Password: ");
  if (password === null) throw usage("Nothing was changed.");
  return await pairingBySignIn(context, answer, password);
}

/** Signs in with this process's own use cases, makes a pairing as that person, and signs out again. */
async function pairingBySignIn(context: Context, email: string, password: string): Promise<PairingPayload> {
  const { identity, call } = await context.house();
  const { principal } = await identity.passwords.signIn(call(), { email, password });
  const asPerson = (): PersonCall => ({ ...call(), principal });
  const { session_id, websocket_url, temp_token, timestamp } = await identity.pairing.create(asPerson(), {});
  await identity.sessions.end(asPerson());
  return { session_id, websocket_url, temp_token, timestamp };
}
