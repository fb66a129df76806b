import type { ToolActivity } from "@entobot/contract/conversations";

interface Turn {
  readonly role: "user" | "assistant" | "tool";
  readonly content: string;
  readonly tool?: ToolActivity;
}

const markdown = `Here is what the folder holds, and what I would do first.

## Three steps

1. **Back up** the current file: it is small, this takes a second.
2. Change \`timeout\` from \`30\` to \`60\`.
3. Run the check below.

\`\`\`bash
npm run check -- --strict
echo "a line that is much longer than any phone is wide, to see that it scrolls inside its own box"
\`\`\`

| File | Size | Last changed | What it is for |
|---|---:|---|---|
| invoice-2026-03.pdf | 212 KB | yesterday | the draft for March |
| notes.md | 4 KB | today | decisions of the last meeting |

> The draft for March has no purchase number yet.

More about it in [the handbook](https://handbook.nordwind.example/invoices). ![diagram](https://elsewhere.example/pixel.png)

- [x] read the folder
- [ ] change the file
`;

/** Conversations that show everything an answer can contain. */
export const answers: readonly { title: string; turns: readonly Turn[] }[] = [
  {
    title: "Timeout of the invoice export",
    turns: [
      {
        role: "user",
        content:
          "The export of the March invoices times out. What is in my folder, and what should I change?",
      },
      {
        role: "tool",
        content: "",
        tool: {
          name: "list_workspace",
          arguments: { path: "." },
          outcome: "executed",
          result: "invoice-2026-03.pdf\nnotes.md",
        },
      },
      { role: "assistant", content: markdown },
      { role: "user", content: "Thanks. Please change it for me." },
      {
        role: "assistant",
        content:
          "I can read your folder, but not write to it. You can change the line yourself:\n\n```ini\ntimeout = 60\n```",
      },
    ],
  },
  ...[
    "Summary of the works council agreement",
    "Draft: answer to the supplier in Tampere",
    "Which devices am I signed in on?",
    "Travel costs, what counts as a day",
    "Names for the new meeting rooms",
    "Übersetzung der Montageanleitung",
  ].map((title) => ({
    title,
    turns: [
      { role: "user" as const, content: title },
      { role: "assistant" as const, content: "Of course. What should it say?" },
    ],
  })),
];
