import type { Plugin } from "vite";

interface Needs {
  readonly now: readonly string[];
  /** Behind all that is needed now: it shall be here when it is wanted, and delay nothing. */
  readonly soon: readonly string[];
}

/** Worlds of their own: the server gives the page that has the name of the first part of the path. */
const pages: Readonly<Record<string, Needs>> = {
  index: { now: [], soon: [] },
  app: { now: ["app/app-root.tsx"], soon: ["app/markdown/markdown.tsx"] },
  console: { now: ["console/console-root.tsx"], soon: [] },
};

/**
 * `boot.ts` is small and asks for the rest by `import()`, which a browser sees only when it runs. This names the rest in
 * the page: the code that every page needs and that of this page, with what they import, so that all travels in one round.
 */
export function pagePreloads(): Plugin {
  return {
    name: "entobot-page-preloads",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const html = bundle["index.html"];
        if (html?.type !== "asset") throw new Error("the build has no page");
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const filesOf = (source: string) => {
          const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/src/${source}`)));
          if (!chunk) throw new Error(`the build has no chunk for src/${source}`);
          return [chunk.fileName, ...chunk.imports];
        };
        const bare = String(html.source);
        const link = (file: string, more = "") =>
          `    <link rel="modulepreload" crossorigin${more} href="/${file}">\n`;
        for (const [name, { now, soon }] of Object.entries(pages)) {
          const first = new Set(["main.tsx", ...now].flatMap(filesOf).filter((file) => !bare.includes(file)));
          const second = new Set(
            soon.flatMap(filesOf).filter((file) => !bare.includes(file) && !first.has(file)),
          );
          const links = [
            ...[...first].map((file) => link(file)),
            ...[...second].map((file) => link(file, ' fetchpriority="low"')),
          ];
          const source = bare.replace("  </head>", `${links.join("")}  </head>`);
          if (name === "index") html.source = source;
          else this.emitFile({ type: "asset", fileName: `${name}.html`, source });
        }
      },
    },
  };
}
