import { resolve } from "node:path";
import { build } from "esbuild";

/** The SDK as a browser gets it. */
export async function browserBundle(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [resolve(import.meta.dirname, "../../src/index.ts")],
    ...{ bundle: true, minify: true, format: "esm", target: "es2022", platform: "browser", write: false },
  });
  return (outputFiles[0] as { contents: Uint8Array }).contents;
}
