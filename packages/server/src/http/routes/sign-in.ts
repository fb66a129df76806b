import {
  ChangePasswordRequest,
  Done,
  SessionView,
  SetPasswordRequest,
  SignInRequest,
} from "@entobot/contract/auth";
import { json, nothing, type Route, route } from "../route.ts";
import { clearCookie } from "../session-cookie.ts";
import { sessionView } from "../session-view.ts";
import { signedIn } from "../signed-in.ts";
import type { RouteDeps } from "./deps.ts";
import { NoBody } from "./no-body.ts";

export const signInRoutes = (deps: RouteDeps): Route[] => [
  route({
    method: "POST",
    path: "/api/v1/auth/sign-in",
    name: "session.sign_in",
    access: "public",
    rateClass: "credential",
    summary: "Sign in with e-mail and password; answers with the session's cookie.",
    input: { body: SignInRequest },
    output: json(SessionView),
    handler: async (asked) =>
      signedIn(asked, await deps.identity.passwords.signIn(asked.call, asked.body, asked.knownBy()), deps),
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/set-password",
    name: "password.set",
    access: "public",
    rateClass: "credential",
    summary: "Set a password by a one-time link, and sign in.",
    input: { body: SetPasswordRequest },
    output: json(SessionView),
    handler: async (asked) =>
      signedIn(asked, await deps.identity.passwords.setByLink(asked.call, asked.body), deps),
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/change-password",
    name: "password.change",
    access: "session",
    rateClass: "credential",
    summary: "Change one's own password. Other sessions end.",
    input: { body: ChangePasswordRequest },
    output: nothing,
    handler: ({ call, body }) => deps.identity.passwords.change(deps.entry.person(call), body),
  }),
  route({
    method: "GET",
    path: "/api/v1/auth/session",
    name: "session.read",
    // A browser that nobody signed in with asks too, on its first visit. That is no refusal.
    access: "optional",
    rateClass: "normal",
    summary:
      "Who is signed in, what they may do, and the CSRF token of a cookie session. Without a credential: null.",
    output: json(SessionView.nullable()),
    handler: async ({ call, csrfToken, expiresAt }) => {
      if (call.principal.kind === "stranger") return null;
      const own = deps.entry.person(call);
      const hasPassword = await deps.identity.people.hasPassword(own);
      const session = { csrfToken, expiresAt: expiresAt ?? 0 };
      return sessionView(own.principal, session, deps.organizationName(), hasPassword);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/sign-out",
    name: "session.sign_out",
    access: "session",
    rateClass: "normal",
    summary: "End this session.",
    input: { body: NoBody },
    output: nothing,
    handler: async ({ call, secure, setHeader }) => {
      await deps.identity.sessions.end(deps.entry.person(call));
      setHeader("set-cookie", clearCookie(secure));
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/revoke",
    name: "session.revoke_own",
    access: "session",
    rateClass: "normal",
    summary: "Forget this device: its session, its tokens and its sockets end.",
    input: { body: NoBody },
    output: json(Done),
    handler: async ({ call }) => {
      await deps.identity.sessions.end(deps.entry.person(call));
      return { success: true, message: "Access revoked" };
    },
  }),
];
