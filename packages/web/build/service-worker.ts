import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Writes `sw.js`: the worker's text with the list of this build's files, named by their content. */
export function serviceWorker(): Plugin {
  return {
    name: "entobot-service-worker",
    apply: "build",
    generateBundle(_options, bundle) {
      const fixed = readdirSync(join(root, "public"));
      const built = Object.keys(bundle).filter((name) => !name.endsWith(".html"));
      const hash = createHash("sha256");
      for (const name of fixed) hash.update(readFileSync(join(root, "public", name)));
      for (const name of built.sort()) hash.update(name);
      hash.update(readFileSync(join(root, "index.html")));
      const files = ["/", ...fixed.map((name) => `/${name}`), ...built.map((name) => `/${name}`)];
      const source = readFileSync(join(root, "build/sw.js"), "utf8")
        .replace('"__VERSION__"', JSON.stringify(hash.digest("hex").slice(0, 16)))
        .replace('["__FILES__"]', JSON.stringify(files));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}
