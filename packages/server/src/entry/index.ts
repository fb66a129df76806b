export type { Access, Entry, Presented } from "./entry.ts";
