export { createEntry } from "./create-entry.ts";
export type { Access, Entry, Presented } from "./entry.ts";
