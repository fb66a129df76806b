/** A request that this server does not make, or an answer that it does not take. Says nothing of what the other side said. */
export class OutboundRefused extends Error {
  override readonly name = "OutboundRefused";
  readonly reason: "scheme" | "address" | "redirect" | "encoding" | "too_large" | "credentials_in_url";

  constructor(reason: OutboundRefused["reason"]) {
    super(`outbound request refused: ${reason}`);
    this.reason = reason;
  }
}
