import type { Page } from "playwright-core";
import type { Watched } from "./browser.ts";

/**
 * Whatever runs calls `ran`, and that is a complaint like what leaves the server, breaks the policy or fails.
 * In every frame, whoever's it is. Nothing outside is reached, so that an attack that works has no effect but this.
 */
export async function listenForRuns({ context, complaints }: Watched, origin: string): Promise<void> {
  await context.addInitScript(() => {
    Object.assign(globalThis, { ran: (id: unknown) => console.debug(`ran ${id}`) });
  });
  context.on("console", (message) => {
    if (message.text().startsWith("ran ")) complaints.push(message.text());
  });
  context.on("dialog", (dialog) => {
    complaints.push(`asked: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const { host } = new URL(origin);
  await context.route(
    (url) => url.host !== host && /^https?:/.test(url.protocol),
    (route) => route.abort(),
  );
}

export interface Seen {
  /** `field:id` of every hostile text that is in the document as text, in an input or in a name for screen readers. */
  readonly marks: readonly string[];
  /** Elements and attributes that no page of ours has. */
  readonly foreign: readonly string[];
}

/** Looks at the document as it is after the next frame, and after Markdown is read: before that it is text and harms nobody. */
export const look = (page: Page): Promise<Seen> =>
  page.evaluate(async () => {
    const ends = performance.now() + 20_000;
    while (document.querySelector(".prose[aria-busy]") && performance.now() < ends)
      await new Promise((done) => setTimeout(done, 20));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const all = [...document.querySelectorAll("*")];
    const texts = [document.documentElement.textContent ?? ""];
    const foreign: string[] = [];
    if (document.querySelector(".prose[aria-busy]")) foreign.push("Markdown that was never read");
    const tags =
      "iframe,frame,object,embed,base,math,marquee,audio,source,picture,img,template,xmp,style,foreignObject,animate,set,use,form[action],[formaction],[srcdoc],[srcset],[poster],[background],[ping],[name=location],[name=attributes],#trustedTypes,#body,meta[http-equiv]";
    for (const element of all) {
      if (element.matches(tags)) foreign.push(element.outerHTML.slice(0, 200));
      for (const { name, value } of [...element.attributes]) {
        if (/^(aria-label|title|alt|placeholder|value)$/.test(name)) texts.push(value);
        if (name.startsWith("on")) foreign.push(element.outerHTML.slice(0, 200));
        const address = /^(href|src|xlink:href|data|action)$/.test(name);
        if (address && !/^(https?|mailto):$/.test(new URL(value, location.href).protocol))
          foreign.push(value);
      }
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
        texts.push(element.value);
    }
    const scripts = [...document.scripts].filter(
      (each) => new URL(each.src || "x:").origin !== location.origin,
    );
    foreign.push(...scripts.map((each) => each.outerHTML.slice(0, 200)));
    if (Object.keys(Object.prototype).length > 0) foreign.push("Object.prototype");
    const marks = texts.flatMap((text) =>
      [...text.matchAll(/⟦([^⟦⟧]+:\d+)⟧/g)].map((found) => found[1] as string),
    );
    return { marks: [...new Set(marks)], foreign };
  });
