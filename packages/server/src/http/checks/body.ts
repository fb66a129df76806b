import type { IncomingMessage } from "node:http";
import { limits } from "@entobot/contract/limits";
import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";

/**
 * Reads the body, as bytes and within bounds: of a stranger, who may begin very many, no more than a credential takes
 * (S6). Node's own request timeout ends a slow one.
 */
export async function readBody(exchange: Exchange): Promise<void> {
  const { request } = exchange;
  if (request.method === "GET") return;
  const { "content-encoding": encoding, "content-type": type } = request.headers;
  if (encoding !== undefined && encoding !== "identity") {
    throw new Failure("unsupported_media_type", { text: "Send the body without Content-Encoding." });
  }
  const isPerson = exchange.admitted?.call.principal.kind === "person";
  exchange.body = await collect(
    request,
    isPerson ? limits.requestBytes : limits.requestBytesBeforeAuthentication,
  );
  if (exchange.body.length > 0 && !/^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i.test(type ?? "")) {
    throw new Failure("unsupported_media_type");
  }
}

async function collect(request: IncomingMessage, most: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > most) throw new Failure("too_large");
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length;
      if (size > most) throw new Failure("too_large");
      chunks.push(chunk as Buffer);
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure("invalid_request", { text: "The body did not arrive whole.", cause });
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
