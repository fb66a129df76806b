import { type ReactNode, useState } from "react";
import { CopyButton } from "../../design/copy-button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Icon } from "../../design/icon.tsx";

/** The host as the network knows it: look-alike letters show as `xn--…`. */
function placeOf(href: string): string | undefined {
  try {
    const url = new URL(href);
    return url.protocol === "mailto:" ? url.pathname : url.host;
  } catch {
    return undefined;
  }
}

/** A link that a model wrote. It opens only after its true address was shown. */
export function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
  const [asking, setAsking] = useState(false);
  const place = placeOf(href);
  if (place === undefined) return <span>{children}</span>;
  return (
    <>
      <button
        type="button"
        className="inline cursor-pointer text-left text-accent underline decoration-from-font underline-offset-2 select-text"
        onClick={() => setAsking(true)}
      >
        {children}
      </button>
      {asking && <LinkDialog href={href} place={place} onClose={() => setAsking(false)} />}
    </>
  );
}

function LinkDialog({ href, place, onClose }: { href: string; place: string; onClose: () => void }) {
  return (
    <Dialog
      title="Open this link?"
      onClose={onClose}
      footer={
        <>
          <CopyButton text={href} label="Copy address" />
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            onClick={onClose}
            className="inline-flex min-h-10 items-center gap-2 rounded-md bg-accent px-4 font-medium text-on-accent text-sm hover:bg-accent-strong"
          >
            <Icon name="external" className="size-4" />
            Open
          </a>
        </>
      }
    >
      <p className="font-semibold">{place}</p>
      <p className="mt-2 max-h-40 overflow-y-auto text-ink-soft text-sm break-all">{href}</p>
    </Dialog>
  );
}
