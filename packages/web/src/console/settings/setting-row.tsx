import type { SettingView } from "@entobot/contract/settings";
import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { Row } from "../../design/rows.tsx";
import { useMay } from "../viewer.ts";
import { SettingDialog } from "./setting-dialog.tsx";
import { settingWords } from "./setting-words.ts";
import type { SettingsState } from "./settings-state.ts";
import { nameOf, originWords, valueWords } from "./settings-view.ts";

/** One setting: its name, what is in force, where that was set. */
export function SettingRow({
  setting,
  state,
  fixed = false,
}: {
  setting: SettingView;
  state: SettingsState;
  /** Changed elsewhere, if at all. */
  fixed?: boolean;
}) {
  const may = useMay("settings.write");
  const [editing, setEditing] = useState(false);
  const { key, editable, origin } = setting;
  const name = nameOf(key);
  return (
    <Row
      title={
        <>
          {name !== key && <span className="font-medium text-sm">{name}</span>}
          <code className={`font-mono ${name === key ? "text-sm" : "text-ink-faint text-xs max-sm:hidden"}`}>
            {key}
          </code>
        </>
      }
      note={
        <>
          <span className="text-ink">{valueWords(setting)}</span> · {originWords(origin)}
        </>
      }
    >
      {may && editable && !fixed && settingWords[key] && (
        <Button aria-label={`Edit ${name}`} onClick={() => setEditing(true)}>
          Edit
        </Button>
      )}
      {editing && <SettingDialog setting={setting} state={state} onClose={() => setEditing(false)} />}
    </Row>
  );
}
