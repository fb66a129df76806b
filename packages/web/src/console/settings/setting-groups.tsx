import type { SettingView } from "@entobot/contract/settings";
import { Icon } from "../../design/icon.tsx";
import { Rows } from "../../design/rows.tsx";
import { Link } from "../../shell/router.tsx";
import { sections } from "../sections.ts";
import { Section } from "./section.tsx";
import { SettingRow } from "./setting-row.tsx";
import { defaultModelKey, settingGroups } from "./setting-words.ts";
import type { SettingsState } from "./settings-state.ts";
import { findSetting } from "./settings-view.ts";

const edge = sections.find(({ path }) => path === "/console/edge");
const grouped = new Set([defaultModelKey, ...settingGroups.flatMap(({ keys }) => keys)]);

/** What people change first; then everything that file and environment decide, folded. */
export function SettingGroups({ state }: { state: SettingsState }) {
  const others = state.view.items.filter(({ key }) => !grouped.has(key));
  return (
    <>
      {settingGroups.map(({ title, keys }) => {
        const elsewhere = title === "Edge" ? edge : undefined;
        return (
          <Section
            key={title}
            title={title}
            aside={
              elsewhere && (
                <Link to={elsewhere.path} className="text-accent text-sm underline underline-offset-2">
                  Changed on the page {elsewhere.name}
                </Link>
              )
            }
          >
            <Rows label={title}>
              {keys
                .map((key) => findSetting(state.view, key))
                .filter((setting): setting is SettingView => setting !== undefined)
                .map((setting) => (
                  <SettingRow key={setting.key} setting={setting} state={state} fixed={title === "Edge"} />
                ))}
            </Rows>
          </Section>
        );
      })}
      {others.length > 0 && (
        <details className="group grid gap-2">
          <summary className="flex min-h-10 list-none items-center gap-2 font-medium text-sm">
            <Icon name="chevron" className="size-4 transition-transform group-open:rotate-90" />
            Everything else in force
            <span className="font-normal text-ink-faint">{others.length}</span>
          </summary>
          <p className="mb-2 text-ink-soft text-sm">
            Decided where the server is started: by the configuration file or the environment.
          </p>
          <Rows label="Everything else in force">
            {others.map((setting) => (
              <SettingRow key={setting.key} setting={setting} state={state} />
            ))}
          </Rows>
        </details>
      )}
    </>
  );
}
