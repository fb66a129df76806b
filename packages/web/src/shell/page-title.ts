import { useEffect, useRef } from "react";

let shown = false;

/**
 * Names the page in the tab and, after a move inside the app, puts the focus on its heading, so that a keyboard or a
 * screen reader starts where the eye does. The first page keeps the browser's own focus.
 */
export function usePageTitle(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === "Entobot" ? title : `${title} · Entobot`;
  }, [title]);
  useEffect(() => {
    if (shown && !document.querySelector(":modal")) heading.current?.focus({ preventScroll: true });
    shown = true;
  }, []);
  return heading;
}
