export { type Binaries, findBinaries } from "./location.ts";
export { appRole, ownerRole } from "./roles.ts";
export { type ManagedDatabase, startManagedDatabase } from "./start.ts";
