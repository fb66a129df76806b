import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const name = "virtual:qr-decoder";

/**
 * qr-scanner carries its decoder as a string that it starts from a blob: address, which the page's policy
 * refuses (worker-src 'self'). This takes the string out at build time, so that it becomes a file of ours.
 */
export function qrDecoder(): Plugin {
  return {
    name: "entobot-qr-decoder",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? decoderSource() : undefined),
  };
}

/** The worker's text: it takes `{ id, type: "decode", data: ImageData }` and answers with `qrResult`. */
export function decoderSource(): string {
  const path = createRequire(import.meta.url).resolve("qr-scanner/qr-scanner-worker.min.js");
  const source = /new Blob\(\[`([\s\S]*)`\]/.exec(readFileSync(path, "utf8"))?.[1];
  const escaped = /\\([`$\\])/g;
  if (source === undefined || /\\|\$\{/.test(source.replace(escaped, ""))) {
    throw new Error("qr-scanner changed the form of its worker: look at packages/web/build/qr-decoder.ts");
  }
  return source.replace(escaped, "$1");
}
