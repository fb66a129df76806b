export type { Authenticated, EndReason, Identity, SignedIn } from "./identity.ts";
