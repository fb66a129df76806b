import type { Page } from "playwright-core";

/** What the keyboard is on, as a person and a screen reader perceive it. */
interface Focus {
  readonly role: string;
  readonly name: string;
  /** An outline, or a border that changes where the frame around it shows the focus. */
  readonly visible: boolean;
  readonly inDialog: boolean;
  /** A heading takes the focus when its page opens, for who listens; nothing is operated there. */
  readonly operable: boolean;
}

/** Looks at the focused element. `null`: it is nowhere, that is, on the page as a whole. */
async function focusOf(page: Page): Promise<Focus | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    const shows = (each: Element) => {
      const style = getComputedStyle(each);
      return style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1;
    };
    const box = element.getBoundingClientRect();
    const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    // A control may let its frame show the focus: a label around a radio, the box around the message.
    let ringed = false;
    let near: Element | null = element;
    for (let depth = 0; near && depth < 4 && !ringed; depth++) {
      ringed = shows(near) || near.matches(".focus-within\\:border-accent:focus-within");
      near = near.parentElement;
    }
    const labelled = (element as HTMLInputElement).labels?.[0]?.textContent;
    return {
      role: element.getAttribute("role") ?? element.tagName.toLowerCase(),
      name: (element.getAttribute("aria-label") ?? labelled ?? element.textContent ?? "").trim(),
      visible: ringed && inside,
      inDialog: element.closest("dialog") !== null,
      operable: element.tabIndex >= 0,
    };
  });
}

const mostSteps = 60;

/** A person without a mouse: moves by Tab until the control of this name has the focus, and complains like one. */
export function keyboardOf(page: Page) {
  const complaints: string[] = [];
  async function step(key = "Tab"): Promise<Focus | null> {
    await page.keyboard.press(key);
    const focus = await focusOf(page);
    if (focus?.operable && !focus.visible) complaints.push(`not visible: ${focus.role} “${focus.name}”`);
    const modal = await page.evaluate(() => document.querySelector("dialog:modal") !== null);
    if (modal && focus && !focus.inDialog) complaints.push(`left the dialog: ${focus.name}`);
    return focus;
  }
  return {
    complaints,
    focus: () => focusOf(page),
    step,
    /** Onto the control whose name begins so. */
    async to(name: string): Promise<void> {
      const passed: string[] = [];
      for (let count = 0; count < mostSteps; count++) {
        const focus = count === 0 ? await focusOf(page) : await step();
        if (focus?.name.startsWith(name)) return;
        passed.push(focus?.name ?? "(nowhere)");
      }
      throw new Error(`no way by keyboard to “${name}”; passed ${[...new Set(passed)].join(", ")}`);
    },
    press: (key: string) => page.keyboard.press(key),
    type: (text: string) => page.keyboard.type(text),
  };
}
