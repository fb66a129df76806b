export { createKeyRing, type KeyRingDeps } from "./create-key-ring.ts";
export type { KeyOwner, KeyRing, Place, Sealed } from "./key-ring.ts";
