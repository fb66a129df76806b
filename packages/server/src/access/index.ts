export type { AssertMay, Covers, Decide } from "./access.ts";
