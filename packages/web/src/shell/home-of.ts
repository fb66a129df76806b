import type { SessionView } from "@entobot/contract/auth";

/** Where a person belongs: a member's place is the app, everybody else's the console. */
export const homeOf = (view: SessionView): string => (view.user.role === "member" ? "/app" : "/console");
