// Small, so that it runs as soon as it is here: what the first page reads is asked for before the processor has much to do.
// The page names all code already (build/page-preloads.ts); what fails is asked for again, and spoken about, by the page itself.
import "./design/design.css";
import "./app/markdown/prose.css";
import { startEarly } from "./shell/early.ts";

const { pathname } = location;
const [, world] = pathname.split("/");
const later = () => {};

function start(): void {
  if (world === "app") import("./app/app-root.tsx").catch(later);
  if (world === "console") import("./console/console-root.tsx").catch(later);
  void import("./main.tsx");
}

/** A browser's database may hang; the page does not. */
const longestWaitMs = 100;
const waited = new Promise<void>((resolve) => setTimeout(resolve, longestWaitMs));
void Promise.race([startEarly(pathname), waited]).then(start);
