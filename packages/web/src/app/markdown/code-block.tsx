import type { ExtraProps } from "react-markdown";
import { CopyButton } from "../../design/copy-button.tsx";
import { ScrollBox } from "../../design/scroll-box.tsx";

type Node = NonNullable<ExtraProps["node"]>;

function textOf(node: Node | Node["children"][number]): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

/** Code with its language and a way to copy it; it scrolls inside its own box. */
export function CodeBlock({ node }: { node: Node | undefined }) {
  const code = node?.children[0];
  const names = code?.type === "element" ? code.properties["className"] : undefined;
  const language = Array.isArray(names) ? String(names[0] ?? "").replace("language-", "") : "";
  const text = node ? textOf(node).replace(/\n$/, "") : "";
  return (
    <figure className="my-3 overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex min-h-10 items-center justify-between gap-2 pl-3 text-ink-soft text-xs">
        <span>{language || "text"}</span>
        <CopyButton text={text} kind="quiet" />
      </figcaption>
      <ScrollBox label="Code" className="overflow-x-auto px-3 pb-3 font-mono text-sm">
        <pre>
          <code>{text}</code>
        </pre>
      </ScrollBox>
    </figure>
  );
}
