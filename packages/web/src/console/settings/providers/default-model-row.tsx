import { useState } from "react";
import { Button } from "../../../design/button.tsx";
import { Row } from "../../../design/rows.tsx";
import { useMay } from "../../viewer.ts";
import { defaultModelKey } from "../setting-words.ts";
import type { SettingsState } from "../settings-state.ts";
import { findSetting, originWords } from "../settings-view.ts";
import { DefaultModelDialog } from "./default-model-dialog.tsx";

export function DefaultModelRow({ state }: { state: SettingsState }) {
  const may = useMay("settings.write");
  const [editing, setEditing] = useState(false);
  const setting = findSetting(state.view, defaultModelKey);
  const usual = state.models.find((model) => model.default)?.id ?? state.view.default_model;
  return (
    <Row
      title={
        <>
          <span className="font-medium text-sm">Default model</span>
          <code className="font-mono text-ink-faint text-xs max-sm:hidden">{defaultModelKey}</code>
        </>
      }
      note={
        <>
          <span className="text-ink">{usual}</span> ·{" "}
          {setting?.set ? originWords(setting.origin) : "automatic, of the first provider"}
        </>
      }
    >
      {may && setting?.editable && (
        <Button aria-label="Edit Default model" onClick={() => setEditing(true)}>
          Edit
        </Button>
      )}
      {editing && <DefaultModelDialog state={state} onClose={() => setEditing(false)} />}
    </Row>
  );
}
