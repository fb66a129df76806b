import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { browserBundle } from "../_support/bundle.ts";

test("the whole SDK costs a page 12 KB at most, and brings no schema library along", async () => {
  const bundle = await browserBundle();
  expect(gzipSync(bundle).length).toBeLessThan(12 * 1024);
  expect(Buffer.from(bundle).toString()).not.toMatch(/\bZod|node:/);
});
