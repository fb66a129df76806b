import type { ReactNode, Ref } from "react";

/** A box that scrolls in itself: it has a name and the keyboard reaches it (WCAG 2.1.1). */
export function ScrollBox({
  label,
  className,
  boxRef,
  children,
}: {
  label: string;
  className: string;
  boxRef?: Ref<HTMLElement>;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody scrolls here by keyboard
    <section ref={boxRef} aria-label={label} tabIndex={0} className={className}>
      {children}
    </section>
  );
}
