import type { Duplex } from "node:stream";

const corked = new Set<Duplex>();

/**
 * Frames of one turn of the event loop leave in one write: a write per token costs more than the token. One
 * immediate serves all sockets.
 */
export function cork(stream: Duplex): void {
  if (corked.has(stream)) return;
  if (corked.size === 0) setImmediate(uncorkAll);
  corked.add(stream);
  stream.cork();
}

function uncorkAll(): void {
  const streams = [...corked];
  corked.clear();
  for (const stream of streams) stream.uncork();
}
