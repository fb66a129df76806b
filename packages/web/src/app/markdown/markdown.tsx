import { memo, useState } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { Button } from "../../design/button.tsx";
import { ScrollBox } from "../../design/scroll-box.tsx";
import { splitBlocks } from "./blocks.ts";
import { CodeBlock } from "./code-block.tsx";
import { ImageChip } from "./image-chip.tsx";
import { OutsideLink } from "./outside-link.tsx";

/** How much of one answer is laid out at once; the rest is one press away. */
const charactersShown = 16_000;

const plugins = [remarkGfm];

const components: Components = {
  a: ({ href, children }) => <OutsideLink href={href ?? ""}>{children}</OutsideLink>,
  img: ({ src, alt }) => <ImageChip src={typeof src === "string" ? src : ""} alt={alt ?? ""} />,
  pre: ({ node }) => <CodeBlock node={node} />,
  table: ({ children }) => (
    <ScrollBox label="Table" className="prose-table">
      <table>{children}</table>
    </ScrollBox>
  ),
  input: ({ checked }) => <span>{checked ? "☑" : "☐"} </span>,
};

/** Only addresses that a person can judge by their host. Everything else becomes plain text. */
const allowedUrl = (url: string) => (/^(https?:\/\/|mailto:)/i.test(url) ? url : "");

const Block = memo(function Block({ text }: { text: string }) {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components} urlTransform={allowedUrl}>
      {text}
    </ReactMarkdown>
  );
});

/** A model's words. Markup inside them is text, never HTML. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const [shown, setShown] = useState(charactersShown);
  const blocks = splitBlocks(text.slice(0, shown));
  return (
    <div className="prose">
      {blocks.map((block, index) => (
        // Blocks only grow at the end.
        <Block key={index} text={block} />
      ))}
      {text.length > shown && (
        <Button className="mt-3" onClick={() => setShown(shown + charactersShown)}>
          Show more ({Math.ceil((text.length - shown) / 1000)} thousand characters)
        </Button>
      )}
    </div>
  );
});
