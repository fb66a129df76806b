export type { AssertMay, Covers, Decide } from "./access.ts";
export { assertMay, covers, decide } from "./decide.ts";
