/** Makes the PNG icons in public/ from icon.svg. Run it when the mark changes: `npm run icons -w packages/web`. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./test/_support/browser.ts";

const at = (name: string) => fileURLToPath(new URL(`public/${name}`, import.meta.url));
const svg = readFileSync(at("icon.svg"), "utf8");
/** Maskable and iPhone icons are cut by the system: the ground fills the square, the drawing stays in the middle. */
const full = svg.replace('rx="15"', 'rx="0"');

const browser = await openBrowser();
const page = await browser.newPage();
for (const [name, size, source, scale] of [
  ["icon-192.png", 192, svg, 1],
  ["icon-512.png", 512, svg, 1],
  ["icon-180.png", 180, full, 1],
  ["icon-maskable-512.png", 512, full, 0.9],
] as const) {
  await page.setViewportSize({ width: size, height: size });
  const ground = source === full ? "#0b6b60" : "transparent";
  await page.setContent(
    `<body style="margin:0;background:${ground};display:grid;place-items:center;height:100vh">` +
      source.replace("<svg", `<svg style="display:block;width:${size * scale}px"`),
  );
  await page.screenshot({ path: at(name), omitBackground: true });
}
await browser.close();
