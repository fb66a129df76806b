import type { Entry } from "../../entry/index.ts";
import { type Exchange, userAgentOf } from "../exchange.ts";

export async function checkPrincipal(exchange: Exchange, { entry }: { entry: Entry }): Promise<void> {
  const { channel, address, credential } = exchange;
  const userAgent = userAgentOf(exchange.request);
  const admitted = await entry.admit({ channel, address, userAgent, ...credential });
  // One request id in the record, in the log and in the answer.
  exchange.admitted = { ...admitted, call: { ...admitted.call, requestId: exchange.requestId } };
}
