export type { KeyOwner, KeyRing, Place, Sealed } from "./key-ring.ts";
