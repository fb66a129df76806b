import type { SessionView } from "@entobot/contract/auth";
import { rolePermissions } from "@entobot/contract/permissions";
import { timestamp } from "../pure/clock.ts";
import type { PersonPrincipal } from "../pure/principal.ts";

/** What an app needs to know about itself: who is signed in, what they may, until when. */
export function sessionView(
  principal: PersonPrincipal,
  session: { readonly csrfToken: string | null; readonly expiresAt: number },
  organizationName: string,
  hasPassword: boolean,
): SessionView {
  const { personId, email, name, role, sessionId, deviceId } = principal;
  return {
    user: { id: personId, email, name, role },
    session_id: sessionId,
    device_id: deviceId,
    permissions: [...rolePermissions[role]],
    csrf_token: session.csrfToken,
    expires_at: timestamp(session.expiresAt),
    organization_name: organizationName,
    has_password: hasPassword,
  };
}
