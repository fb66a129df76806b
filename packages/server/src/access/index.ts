export type { AssertMay, Covers, Decide } from "./access.ts";
export { type AllowList, createAllowList, type Networks, wouldAdmit } from "./allow-list.ts";
export {
  type AddressFault,
  type Arrival,
  type ClientAddress,
  createClientAddress,
  type FindClientAddress,
  type ForwardingSettings,
  isForwarded,
} from "./client-address.ts";
export { assertMay, covers, decide } from "./decide.ts";
