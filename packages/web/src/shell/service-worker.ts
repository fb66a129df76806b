import { scriptUrl } from "./trusted-types.ts";

/** Keeps the shell for the next time without a network (build/sw.js). Only a built app on a secure address has one. */
export function startServiceWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  addEventListener("load", () => {
    // Without it everything works but opening the app offline.
    navigator.serviceWorker.register(scriptUrl("/sw.js")).catch(() => {});
  });
}
