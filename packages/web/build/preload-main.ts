import type { Plugin } from "vite";

/**
 * `boot.ts` is small and asks for the rest by `import()`, which a browser sees only when it runs. This names the rest in the page:
 * the code that every page needs, with what it imports, so that all travels in the first round.
 */
export function preloadMain(): Plugin {
  return {
    name: "entobot-preload-main",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const main = chunks.find((chunk) => chunk.facadeModuleId?.endsWith("/src/main.tsx"));
        if (!main) throw new Error("the build has no chunk for src/main.tsx");
        const missing = [main.fileName, ...main.imports].filter((file) => !html.includes(file));
        return missing.map((file) => ({
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `/${file}` },
          injectTo: "head" as const,
        }));
      },
    },
  };
}
