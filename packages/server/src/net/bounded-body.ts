import type { Readable } from "node:stream";
import { OutboundRefused } from "./outbound-error.ts";

/** The body as a web stream that ends with an error as soon as more than `maxBytes` have arrived. Reads no faster than it is read. */
export function boundedBody(body: Readable, maxBytes: number): ReadableStream<Uint8Array> {
  let bytes = 0;
  let done = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        body.on("data", (chunk: Buffer) => {
          if (done) return;
          bytes += chunk.length;
          if (bytes > maxBytes) {
            done = true;
            controller.error(new OutboundRefused("too_large"));
            body.destroy();
            return;
          }
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 0) <= 0) body.pause();
        });
        body.once("end", () => {
          if (!done) controller.close();
          done = true;
        });
        body.on("error", (error) => {
          if (!done) controller.error(error);
          done = true;
        });
        body.pause();
      },
      pull() {
        body.resume();
      },
      cancel() {
        done = true;
        body.destroy();
      },
    },
    { highWaterMark: 8 },
  );
}
