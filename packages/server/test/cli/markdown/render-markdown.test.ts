import { expect, test } from "vitest";
import { lastBlockAt, renderMarkdown } from "../../../src/cli/markdown/render-markdown.ts";
import { styleFor } from "../../../src/cli/markdown/style.ts";

const plain = (text: string, columns = 40) => renderMarkdown(text, { columns, style: styleFor(false) });

test.each([
  ["a heading", "# Hello *world*", ["Hello world"]],
  ["a paragraph that wraps", "one two three four five six", ["one two three four five", "six"], 24],
  ["emphasis and code", "**bold** *it* ~~no~~ `x < 1`", ["bold it no `x < 1`"]],
  ["a list in a list", "- a\n  - b\n- c", ["• a", "  • b", "• c"]],
  ["numbers go on from where they start", "3. x\n4. y", ["3. x", "4. y"]],
  ["boxes", "- [x] done\n- [ ] open", ["• [x] done", "• [ ] open"]],
  ["code as it was written", "```ts\nlet  a;\n```", ["  ts", "  let  a;"]],
  ["a quote", "> said\n> so", ["│ said", "│ so"]],
  ["a table", "|A|B|\n|-|-|\n|1|22|", ["A  B", "─  ──", "1  22"]],
  ["a link with its whole address", "[bank](https://evil.test/a)", ["bank (https://evil.test/a)"]],
  ["a bare address once", "https://firm.test", ["https://firm.test"]],
  ["an image as words", "![cat](https://x.test/a.png)", ["[image: cat at https://x.test/a.png]"]],
  ["HTML as text", "<b>x</b>", ["<b>x</b>"]],
  ["entities", "a &lt; b &amp; c", ["a < b & c"]],
  ["blocks apart", "one\n\ntwo", ["one", "", "two"]],
])("%s", (_, text, lines, columns = 40) => {
  expect(plain(text, columns)).toEqual(lines);
});

test("nothing that a model writes reaches the terminal as a control sequence", () => {
  const attacks = [
    "\u001b[2J\u001b[H",
    "\u001b]0;title\u0007",
    "\u001b]52;c;cm0gLXJm\u0007",
    "\u009b31m",
    "a\rb",
    "\u202ereversed",
    "`\u001b[31m`",
    "[x](http://a.test/\u001b[0m)",
    "```\n\u001b[5n\n```",
    "&#27;[2J &#x1b;[2J",
    "|\u001b[1m|\n|-|\n|\u0007|",
  ];
  for (const attack of attacks) {
    expect(plain(attack).join("\n"), JSON.stringify(attack)).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/,
    );
  }
  const coloured = renderMarkdown(attacks.join("\n\n"), { columns: 40, style: styleFor(true) }).join("\n");
  expect(coloured.replace(/\u001b\[[0-9]{1,2}m/g, "")).not.toMatch(/\u001b/);
});

test("the deepest nesting ends, quickly", () => {
  const began = performance.now();
  for (const text of [`${"> ".repeat(2000)}x`, `${"- ".repeat(500)}x`, "*".repeat(5000), "[".repeat(2000)])
    plain(text);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test("a long answer that cannot be nested is not dropped", () => {
  expect(plain(`${"> ".repeat(20)}deep`).join("")).toContain("deep");
});

test("everything before the last block is settled", () => {
  const text = "# Title\n\npara one\n\n- a\n- b";
  const at = lastBlockAt(text);
  expect(text.slice(at)).toBe("- a\n- b");
  expect(lastBlockAt("only one")).toBe(0);
  expect(lastBlockAt("```\nopen fence\n\nstill open")).toBe(0);
});
