import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

/** Nothing here yet: says why that is all right and offers the first step. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-12 text-center">
      <span className="mb-1 grid size-11 place-items-center rounded-full bg-sunken text-ink-soft">
        <Icon name={icon} />
      </span>
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-sm text-balance text-ink-soft text-sm">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
