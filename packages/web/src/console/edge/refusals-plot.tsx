import type { EdgeView } from "@entobot/contract/edge";
import { type PointerEvent, useState } from "react";
import { type Bar, barsOf, ceilingOf, groupsInWords, sumOf } from "./plot-bars.ts";
import { groups } from "./reason-words.ts";

const height = 100;
const step = 10;
/** Even one among many is seen. */
const least = 1.5;

/** The last hour, minute by minute. What the eye reads off the bars a screen reader finds in a table. */
export function RefusalsPlot({ view }: { view: EdgeView }) {
  const bars = barsOf(view);
  const ceiling = ceilingOf(bars);
  const [pointed, setPointed] = useState<number>();
  const point = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setPointed(Math.min(bars.length - 1, Math.max(0, Math.floor(((clientX - left) / width) * bars.length))));
  };
  const bar = pointed === undefined ? undefined : bars[pointed];
  return (
    <figure className="relative grid gap-2">
      <p aria-hidden="true" className="line-clamp-2 min-h-10 text-ink-soft text-sm sm:min-h-5">
        {bar ? <Minute bar={bar} /> : <Hour bars={bars} />}
      </p>
      <div className="relative">
        <span aria-hidden="true" className="absolute top-0.5 left-0 text-ink-faint text-xs tabular-nums">
          {ceiling}
        </span>
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${bars.length * step} ${height}`}
          preserveAspectRatio="none"
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => setPointed(undefined)}
          className="h-40 w-full touch-pan-y border-line border-y"
        >
          {pointed !== undefined && (
            <rect x={pointed * step} width={step} height={height} className="fill-hover" />
          )}
          {bars.map((each, index) => (
            <Stack key={each.at} bar={each} x={index * step} ceiling={ceiling} />
          ))}
        </svg>
      </div>
      <div aria-hidden="true" className="flex justify-between text-ink-faint text-xs tabular-nums">
        <span>{clock(bars[0]?.at)}</span>
        <span>{clock(bars[Math.floor(bars.length / 2)]?.at)}</span>
        <span>now</span>
      </div>
      <figcaption>
        <ul aria-label="Kinds" className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
          {groups.map(({ id, name, swatch }) => (
            <li key={id} className="flex items-center gap-2">
              <span aria-hidden="true" className={`size-2.5 rounded-sm ${swatch}`} />
              <span className="text-ink-soft">{name}</span>
              <span className="tabular-nums">{sumOf(bars, ({ counts }) => counts[id])}</span>
            </li>
          ))}
        </ul>
      </figcaption>
      <MinuteTable bars={bars} />
    </figure>
  );
}

function Stack({ bar, x, ceiling }: { bar: Bar; x: number; ceiling: number }) {
  let top = height;
  return groups.map(({ id, fill }) => {
    const count = bar.counts[id];
    if (count === 0) return null;
    const tall = Math.max(least, (count / ceiling) * height);
    top -= tall;
    return <rect key={id} x={x + 1} y={top} width={step - 2} height={tall} className={fill} />;
  });
}

function Hour({ bars }: { bars: readonly Bar[] }) {
  const highest = Math.max(...bars.map(({ total }) => total));
  return (
    <>
      <strong className="font-semibold text-ink tabular-nums">{sumOf(bars, ({ total }) => total)}</strong>{" "}
      refused in the last hour, {highest} at most in one minute
    </>
  );
}

function Minute({ bar }: { bar: Bar }) {
  return (
    <>
      <span className="tabular-nums">{clock(bar.at)}</span>{" "}
      <strong className="font-semibold text-ink tabular-nums">{bar.total}</strong> refused
      {bar.total > 0 && `: ${groupsInWords(bar)}`}
    </>
  );
}

function MinuteTable({ bars }: { bars: readonly Bar[] }) {
  return (
    <div className="sr-only">
      <table>
        <caption>
          Refused in the last hour: {sumOf(bars, ({ total }) => total)}. Minutes with none are left out.
        </caption>
        <thead>
          <tr>
            <th scope="col">Minute</th>
            <th scope="col">Refused</th>
            <th scope="col">Kinds</th>
          </tr>
        </thead>
        <tbody>
          {bars
            .filter(({ total }) => total > 0)
            .map((bar) => (
              <tr key={bar.at}>
                <th scope="row">{clock(bar.at)}</th>
                <td>{bar.total}</td>
                <td>{groupsInWords(bar)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

const clock = (at: string | undefined): string =>
  at === undefined ? "" : new Date(at).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
