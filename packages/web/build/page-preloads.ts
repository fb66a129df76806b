import type { Plugin } from "vite";

/** Worlds of their own: the server gives the page that has the name of the first part of the path. */
const pages: Readonly<Record<string, readonly string[]>> = {
  index: [],
  app: ["app/app-root.tsx"],
  console: ["console/console-root.tsx"],
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
        for (const [name, sources] of Object.entries(pages)) {
          const files = new Set(["main.tsx", ...sources].flatMap(filesOf));
          const links = [...files]
            .filter((file) => !bare.includes(file))
            .map((file) => `    <link rel="modulepreload" crossorigin href="/${file}">\n`);
          const source = bare.replace("  </head>", `${links.join("")}  </head>`);
          if (name === "index") html.source = source;
          else this.emitFile({ type: "asset", fileName: `${name}.html`, source });
        }
      },
    },
  };
}
