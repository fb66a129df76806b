import { type ComponentType, lazy } from "react";

const key = "entobot.reloaded";

/**
 * A page that loads its code when it is first shown. After an upgrade of the server the file that an old page asks
 * for may be gone: then the page is loaded anew, once.
 */
export function lazyPage<Props>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    try {
      const page = await load();
      sessionStorage.removeItem(key);
      return { default: page };
    } catch (error) {
      if (sessionStorage.getItem(key) !== null || !navigator.onLine) throw error;
      sessionStorage.setItem(key, "1");
      location.reload();
      return new Promise<never>(() => {});
    }
  });
}
