import type { SettingsView, SettingView } from "@entobot/contract/settings";
import { useState } from "react";
import { Badge } from "../../design/badge.tsx";
import { Button } from "../../design/button.tsx";
import { Row, Rows } from "../../design/rows.tsx";
import { Section } from "../settings/section.tsx";
import { findSetting, originWords } from "../settings/settings-view.ts";
import { useMay } from "../viewer.ts";
import { allowListKey, networksOf } from "./allow-list.ts";
import { AllowListDialog } from "./allow-list-dialog.tsx";
import { limitsOf } from "./limits.ts";
import { LimitsDialog } from "./limits-dialog.tsx";

interface Given {
  view: SettingsView;
  reload: () => Promise<void>;
  /** Where the person comes from who looks. */
  address: string | null;
}

/** Who is let in at all, and how often. */
export function GuardsSection(given: Given) {
  const list = findSetting(given.view, allowListKey);
  return (
    <Section title="Who is let in">
      <Rows label="Who is let in">
        {list && <AllowListRow setting={list} {...given} />}
        <LimitsRow {...given} />
      </Rows>
    </Section>
  );
}

function AllowListRow({ setting, view, reload, address }: Given & { setting: SettingView }) {
  const writes = useMay("settings.write");
  const [editing, setEditing] = useState(false);
  const networks = networksOf(setting);
  return (
    <Row
      title={
        <>
          <span className="font-medium text-sm">Allow-list</span>
          <Badge tone={networks === null ? "neutral" : networks.length === 0 ? "warn" : "good"}>
            {networks === null ? "off" : networks.length === 0 ? "nobody" : countWords(networks.length)}
          </Badge>
        </>
      }
      note={
        <>
          {networks === null ? (
            "Anybody who reaches a port"
          ) : networks.length === 0 ? (
            "An empty list: nobody is admitted"
          ) : (
            <NetworkList networks={networks} />
          )}{" "}
          · {originWords(setting.origin)}
        </>
      }
    >
      {writes && setting.editable && (
        <Button aria-label="Edit the allow-list" onClick={() => setEditing(true)}>
          Edit
        </Button>
      )}
      {editing && (
        <AllowListDialog {...{ setting, view, address, reload }} onClose={() => setEditing(false)} />
      )}
    </Row>
  );
}

const mostShown = 8;
const countWords = (count: number) => (count === 1 ? "1 network" : `${count} networks`);

function NetworkList({ networks }: { networks: readonly string[] }) {
  const more = networks.length - mostShown;
  return (
    <>
      <span className="font-mono text-ink">{networks.slice(0, mostShown).join(", ")}</span>
      {more > 0 && ` and ${more} more`}
    </>
  );
}

function LimitsRow({ view, reload }: Given) {
  const writes = useMay("settings.write");
  const [editing, setEditing] = useState(false);
  const { on, requests, seconds, editable, origin } = limitsOf(view);
  return (
    <Row
      title={
        <>
          <span className="font-medium text-sm">Request limit</span>
          <Badge tone={on ? "good" : "warn"}>{on ? "on" : "off"}</Badge>
        </>
      }
      note={
        <>
          {on ? `${requests} requests in ${seconds} seconds, for each device` : "Nobody is slowed down"} ·{" "}
          {originWords(origin)}
        </>
      }
    >
      {writes && editable && (
        <Button aria-label="Edit the request limit" onClick={() => setEditing(true)}>
          Edit
        </Button>
      )}
      {editing && <LimitsDialog {...{ view, reload }} onClose={() => setEditing(false)} />}
    </Row>
  );
}
