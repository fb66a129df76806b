export type { Handshake, HttpDeps } from "./deps.ts";
export { createHttp, type Http } from "./http.ts";
export type { Channel, HttpSettings, Ports } from "./settings.ts";
