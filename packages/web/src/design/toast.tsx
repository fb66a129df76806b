import { useSyncExternalStore } from "react";
import { Icon } from "./icon.tsx";

interface ToastItem {
  readonly id: number;
  readonly text: string;
}

let items: readonly ToastItem[] = [];
let next = 1;
const listeners = new Set<() => void>();

function change(value: readonly ToastItem[]) {
  items = value;
  for (const listener of listeners) listener();
}

/** A short word that something was done. Never for errors: those stay where they happened until they are read. */
export function toast(text: string): void {
  const item = { id: next++, text };
  change([...items.slice(-2), item]);
  setTimeout(() => change(items.filter((other) => other !== item)), 4_000);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Where toasts appear: once per page, always in the document so that screen readers hear what arrives. */
export function ToastRegion() {
  const shown = useSyncExternalStore(subscribe, () => items);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 top-[calc(4rem+env(safe-area-inset-top))] z-50 grid justify-items-center gap-2"
    >
      {shown.map((item) => (
        <div
          key={item.id}
          className="flex max-w-sm animate-rise items-center gap-2 rounded-lg border border-line bg-raised px-4 py-2.5 text-sm shadow-floating"
        >
          <Icon name="check" className="size-4 text-good" />
          {item.text}
        </div>
      ))}
    </div>
  );
}
