import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { pagePreloads } from "./build/page-preloads.ts";
import { qrDecoder } from "./build/qr-decoder.ts";
import { serviceWorker } from "./build/service-worker.ts";

const server = process.env["ENTOBOT_DEV_SERVER"] ?? "http://127.0.0.1:8080";

export default defineConfig(({ command }) => {
  // Whatever the shell says (a test runner sets its own): a development build has no service worker and is twice as big.
  if (command === "build") process.env["NODE_ENV"] = "production";
  return {
    plugins: [react(), tailwindcss(), serviceWorker(), pagePreloads()],
    // For browsers this library has the page's own parser read each `&name;`, by innerHTML: Trusted Types refuse that,
    // and one `&amp;` in an answer would close the page. With its table it needs no parser.
    resolve: {
      alias: {
        "decode-named-character-reference": fileURLToPath(
          import.meta.resolve("decode-named-character-reference"),
        ),
      },
    },
    worker: { format: "es", plugins: () => [qrDecoder()] },
    build: {
      target: "es2022",
      // The page's policy allows no inline script and few data: addresses; every asset stays a file.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        output: {
          // A phone pays for each request: what every page needs is one file, what the pages of the app share another.
          codeSplitting: {
            groups: [
              // Its own file, so that boot.ts needs nothing big before it runs.
              {
                name: "early",
                test: /preload-helper|rolldown.runtime|src\/shell\/early|client\/src\/(is-fresh|stores\/)/,
                priority: 3,
              },
              {
                name: "common",
                test: /node_modules\/(react|react-dom|scheduler)\/|src\/main.tsx|src\/(design|shell|account|entrance\/password-)\/?.*\.tsx?$|contract\/src\/limits/,
                priority: 2,
              },
              {
                name: "app",
                test: /src\/app\/(?!pair|settings|markdown\/markdown\.).*\.tsx?$|packages\/client\//,
                priority: 1,
              },
            ],
          },
        },
      },
    },
    server: { proxy: { "/api": server, "/ws": { target: server.replace(/^http/, "ws"), ws: true } } },
  };
});
