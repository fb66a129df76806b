import { scriptUrl } from "./trusted-types.ts";

/** Keeps the shell for the next time without a network (build/sw.js). Only a built app on a secure address has one. */
export function startServiceWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // Without it everything works but opening the app offline.
  const register = () => void navigator.serviceWorker.register(scriptUrl("/sw.js")).catch(() => {});
  // This code comes in the second round, and may come after the page's own end of loading.
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
