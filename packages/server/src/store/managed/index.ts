export { type Binaries, findBinaries } from "./location.ts";
export { appRole, ownerRole, urlsFor } from "./roles.ts";
export { type ManagedDatabase, startManagedDatabase } from "./start.ts";
