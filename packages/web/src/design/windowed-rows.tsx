import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { RowHeights, rowAt } from "./row-heights.ts";

/** Rows laid out above and below what is visible. With rows of 44 px and a tall screen this stays under 100. */
const spare = 12;
const mostRows = 90;
const nearEnd = 48;

export interface WindowedRowsProps {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly keys: readonly string[];
  readonly row: (index: number) => ReactNode;
  /** Where the list is when it appears; `end` also follows the end while it is in sight. */
  readonly startAt?: "top" | "end";
  /** Height in px of a row that was never shown. */
  readonly guess?: number;
  /** Called with the rows in sight whenever they are others. */
  readonly onShow?: (first: number, last: number) => void;
  /** Called when the first rows come into sight. */
  readonly onReachStart?: () => void;
  readonly onEndVisible?: (visible: boolean) => void;
}

/** What must not move: the end, or a row and how far it is scrolled past. */
type Anchor = { readonly key: string; readonly offset: number } | "end" | undefined;

/**
 * A list of rows of unknown height of which only those near the eye are in the document. What the eye rests on does
 * not move: while the end is in sight it stays in sight, else the first visible row keeps its place, whatever arrives
 * above or is measured late. The scroller must have `overflow-anchor: none`, or the browser corrects a second time.
 */
export function WindowedRows({
  scroller,
  keys,
  row,
  startAt = "end",
  guess = 96,
  onShow,
  onReachStart,
  onEndVisible,
}: WindowedRowsProps) {
  const [heights] = useState(() => new RowHeights(guess));
  const [version, setVersion] = useState(0);
  const follows = startAt === "end";
  const [view, setView] = useState({ top: follows ? Number.MAX_SAFE_INTEGER : 0, height: 800 });
  const anchor = useRef<Anchor>(follows ? "end" : undefined);
  const list = useRef<HTMLDivElement>(null);
  /** Where the list was scrolled to when it was last looked at or moved by us. */
  const lastTop = useRef(0);

  // `version` stands for the heights measured meanwhile.
  const offsets = useMemo(() => heights.offsets(keys), [heights, keys, version]);
  const total = offsets[keys.length] as number;
  const top = Math.min(view.top, Math.max(0, total - view.height));
  const first = Math.max(0, rowAt(offsets, top) - spare);
  const last = Math.min(keys.length, first + mostRows, rowAt(offsets, top + view.height) + 1 + spare);

  const look = useCallback(() => {
    const box = scroller.current;
    const element = list.current;
    if (!box || !element) return;
    const start = element.offsetTop;
    const visibleTop = Math.max(0, box.scrollTop - start);
    // Rows that grow leave the end behind without anybody scrolling: only a move upwards lets go of it.
    const held = anchor.current === "end" && box.scrollTop >= lastTop.current - 1;
    const atEnd = held || box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
    lastTop.current = box.scrollTop;
    const index = rowAt(offsets, visibleTop);
    const key = keys[index];
    anchor.current =
      atEnd && follows
        ? "end"
        : // A list that begins at its top shows there what is new; one that is read backwards stays where it was.
          key === undefined || (visibleTop === 0 && !follows)
          ? undefined
          : { key, offset: box.scrollTop - start - (offsets[index] as number) };
    onEndVisible?.(atEnd);
    if (index < spare && !atEnd) onReachStart?.();
    setView((old) =>
      old.top === visibleTop && old.height === box.clientHeight
        ? old
        : { top: visibleTop, height: box.clientHeight },
    );
  }, [scroller, keys, offsets, follows, onReachStart, onEndVisible]);

  const latestLook = useRef(look);
  latestLook.current = look;
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    // In the frame that scrolled: a render that comes later shows an empty stretch first.
    const onScroll = () => flushSync(() => latestLook.current());
    box.addEventListener("scroll", onScroll, { passive: true });
    const resize = new ResizeObserver(() => latestLook.current());
    resize.observe(box);
    return () => {
      box.removeEventListener("scroll", onScroll);
      resize.disconnect();
    };
  }, [scroller]);

  // After every layout: put the anchor back where it was.
  useLayoutEffect(() => {
    const box = scroller.current;
    const element = list.current;
    if (!box || !element) return;
    if (anchor.current === "end") {
      box.scrollTop = box.scrollHeight;
    } else if (anchor.current) {
      const { key, offset } = anchor.current;
      const index = heights.placeOf(key);
      if (index >= 0) {
        const wanted = element.offsetTop + (offsets[index] as number) + offset;
        if (Math.abs(box.scrollTop - wanted) > 1) box.scrollTop = wanted;
      }
    }
    lastTop.current = box.scrollTop;
  });

  useEffect(() => onShow?.(first, Math.max(first, last - 1)), [onShow, first, last]);

  const sizes = useRef<ResizeObserver>(undefined);
  useEffect(() => () => sizes.current?.disconnect(), []);
  const measure = useCallback(
    (element: HTMLDivElement | null) => {
      if (!element) return;
      sizes.current ??= new ResizeObserver((entries) => {
        let changed = false;
        for (const { target } of entries) {
          const key = (target as HTMLElement).dataset["key"];
          if (key && target.isConnected) {
            changed = heights.set(key, target.getBoundingClientRect().height) || changed;
          }
        }
        if (changed) setVersion((old) => old + 1);
      });
      const observer = sizes.current;
      observer.observe(element);
      return () => observer.unobserve(element);
    },
    [heights],
  );

  const shown = [];
  for (let index = first; index < last; index++) {
    const key = keys[index] as string;
    shown.push(
      <div key={key} ref={measure} data-key={key} data-row="">
        {row(index)}
      </div>,
    );
  }
  return (
    <div ref={list} style={{ paddingTop: offsets[first], paddingBottom: total - (offsets[last] as number) }}>
      {shown}
    </div>
  );
}
