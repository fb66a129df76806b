import type { Entry } from "../../entry/index.ts";
import { type Exchange, userAgentOf } from "../exchange.ts";

export async function checkPrincipal(exchange: Exchange, { entry }: { entry: Entry }): Promise<void> {
  const { channel, address, credential, requestId } = exchange;
  const userAgent = userAgentOf(exchange.request);
  exchange.admitted = await entry.admit({ channel, address, userAgent, requestId, ...credential });
}
