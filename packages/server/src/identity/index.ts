export { createIdentity } from "./create-identity.ts";
export type { IdentityDeps, IdentitySettings } from "./deps.ts";
export type { Authenticated, EndReason, Identity, SignedIn } from "./identity.ts";
