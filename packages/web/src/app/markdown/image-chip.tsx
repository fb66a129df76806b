import { Icon } from "../../design/icon.tsx";
import { OutsideLink } from "./outside-link.tsx";

/** An image from outside is never fetched by itself: the request alone could carry words out. It becomes a link. */
export function ImageChip({ src, alt }: { src: string; alt: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 rounded-md bg-sunken px-2 py-0.5 text-sm">
      <Icon name="image" className="size-4 text-ink-soft" />
      <OutsideLink href={src}>{alt || "Image, not loaded"}</OutsideLink>
    </span>
  );
}
