import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../../src/design/tokens.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g)].map(([, name, light, dark]) => [
    name as string,
    { light: light as string, dark: dark as string },
  ]),
);

tokens.set("bad-fill-words", { light: "#ffffff", dark: "#ffffff" });

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["canvas", "surface", "raised", "sunken", "hover"];
const pairs: readonly (readonly [string, readonly string[], number])[] = [
  ["ink", [...grounds, "accent-wash"], 7],
  ["ink-soft", [...grounds, "accent-wash", "warn-wash", "bad-wash", "good-wash"], 4.5],
  ["ink-faint", grounds, 4.5],
  ["accent", [...grounds, "accent-wash", "warn-wash"], 4.5],
  ["on-accent", ["accent", "accent-strong"], 4.5],
  ["good", ["surface", "good-wash"], 4.5],
  ["warn", ["surface", "warn-wash"], 4.5],
  ["bad", ["surface", "raised", "bad-wash"], 4.5],
  ["bad-fill-words", ["bad-fill"], 4.5],
  // Borders of controls: WCAG 1.4.11.
  ["line-strong", ["canvas", "surface"], 3],
];

test.each(pairs.flatMap(([ink, on, least]) => on.map((ground) => [ink, ground, least] as const)))(
  "%s on %s has a contrast of at least %d in both themes",
  (ink, ground, least) => {
    const [front, back] = [tokens.get(ink), tokens.get(ground)];
    if (!front || !back) throw new Error(`no token ${ink} or ${ground}`);
    for (const theme of ["light", "dark"] as const) {
      expect(contrast(front[theme], back[theme]), theme).toBeGreaterThanOrEqual(least);
    }
  },
);
