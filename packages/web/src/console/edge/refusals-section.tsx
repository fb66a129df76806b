import type { EdgeView } from "@entobot/contract/edge";
import { EmptyState } from "../../design/empty-state.tsx";
import { Ago } from "../../design/time.tsx";
import { Link } from "../../shell/router.tsx";
import { addressOf } from "../record/record-filters.ts";
import { Section } from "../settings/section.tsx";
import { useMay } from "../viewer.ts";
import { doorWords, eventOf, reasonWords } from "./reason-words.ts";
import { RefusalsPlot } from "./refusals-plot.tsx";
import { Tally, type TallyItem } from "./tally.tsx";

export function RefusalsSection({ view }: { view: EdgeView }) {
  const reads = useMay("audit.read");
  return (
    <Section title="Refused">
      <div className="rounded-lg border border-line bg-surface p-5">
        {view.places.length === 0 ? (
          <EmptyState icon="shield" title="All is calm">
            Nobody was turned away{" "}
            {Date.parse(view.at) - Date.parse(view.since) < 3_600_000 ? (
              <>
                since the server started <Ago at={view.since} />.
              </>
            ) : (
              "in the last hour."
            )}
          </EmptyState>
        ) : (
          <div className="grid gap-6">
            <RefusalsPlot view={view} />
            <div className="grid gap-6 lg:grid-cols-2">
              <Tally
                label="Why, and at which door"
                items={view.places.map((place) => reasonItem(place, reads))}
              />
              <Tally label="From where" items={view.addresses.map(addressItem)} />
            </div>
          </div>
        )}
      </div>
    </Section>
  );
}

function reasonItem({ door, reason, count }: EdgeView["places"][number], reads: boolean): TallyItem {
  const event = reads ? eventOf(reason) : null;
  const words = reasonWords(reason);
  return {
    key: `${door} ${reason}`,
    label: event ? (
      <Link to={addressOf({ event })} className="underline decoration-line-strong underline-offset-2">
        {words}
      </Link>
    ) : (
      words
    ),
    note: doorWords[door],
    count,
  };
}

const addressItem = ({ address, count, last_at, reason }: EdgeView["addresses"][number]): TallyItem => ({
  key: address,
  label: (
    <>
      <span className="font-mono">{address}</span>
      <span className="block text-ink-soft text-xs">
        {reasonWords(reason)} · <Ago at={last_at} />
      </span>
    </>
  ),
  count,
});
