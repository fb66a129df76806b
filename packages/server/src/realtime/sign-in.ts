import type { DeviceCredentials } from "@entobot/contract/auth";
import type { AuthSuccessFrame } from "@entobot/contract/frames";
import type { SessionId } from "@entobot/contract/ids";
import type { z } from "zod";
import type { PersonCall } from "../pure/call.ts";
import { Failure } from "../pure/failure.ts";
import type { RealtimeDeps } from "./deps.ts";
import type { Phone, SignedInPhone } from "./phone.ts";

/** Proves an access token for this socket. A socket stays the session's that it became first. */
export async function signInBy(
  token: string,
  phone: Phone,
  { entry }: RealtimeDeps,
  /** Throws where somebody may not, although they are who they say. */
  assertMay: (call: PersonCall) => void = () => {},
): Promise<SignedInPhone & { readonly call: PersonCall }> {
  const { address, userAgent } = phone;
  const { call, expiresAt } = await entry.admit({ channel: "mobile", address, userAgent, bearer: token });
  const person = entry.person(call);
  phone.proved = true;
  assertMay(person);
  const { principal } = person;
  assertSameSession(phone, principal.sessionId);
  const signedIn = { principal, token, expiresAt: expiresAt ?? 0 };
  phone.signIn(signedIn);
  return { ...signedIn, call: person };
}

function assertSameSession({ signedIn }: Phone, id: SessionId): void {
  if (signedIn && signedIn.principal.sessionId !== id) {
    throw new Failure("conflict", { text: "This connection belongs to another session. Open a new one." });
  }
}

export function successFrame(
  credentials: DeviceCredentials,
  message: string,
  id: { id?: string },
): z.infer<typeof AuthSuccessFrame> {
  return { type: "auth_success", ...id, ...credentials, message };
}
