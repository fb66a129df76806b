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
  boxRef?: Ref<HTMLDivElement>;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, and a section would be one landmark too many
    <div
      ref={boxRef}
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody scrolls here by keyboard
      tabIndex={0}
      className={className}
    >
      {children}
    </div>
  );
}
