import type { SettingView } from "@entobot/contract/settings";
import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { Form } from "../../design/form.tsx";
import { toast } from "../../design/toast.tsx";
import { refreshSession } from "../../shell/session.tsx";
import { ChangeProblems } from "./change-problems.tsx";
import { entryOf, valueFrom } from "./setting-entry.ts";
import { SettingInput } from "./setting-input.tsx";
import { type SettingWords, settingWords } from "./setting-words.ts";
import type { SettingsState } from "./settings-state.ts";
import { sentence } from "./settings-view.ts";
import { useChange } from "./use-change.ts";

export function SettingDialog({
  setting,
  state,
  onClose,
}: {
  setting: SettingView;
  state: SettingsState;
  onClose: () => void;
}) {
  const { key, origin } = setting;
  const words = settingWords[key] as SettingWords;
  const [entry, setEntry] = useState(() => entryOf(setting, words.kind));
  const [error, setError] = useState<unknown>(null);
  const change = useChange(state);
  const issue = change.issueAt(key);
  const enter = (text: string) => {
    setEntry(text);
    change.refuse([]);
  };
  const store = async (value: ReturnType<typeof valueFrom> | null) => {
    if (!(await change.save({ [key]: value }))) return;
    if (key === "enterprise.organization_name") await refreshSession();
    toast(value === null ? `${words.name} is as by default` : `${words.name} saved`);
    onClose();
  };
  return (
    <Dialog title={words.name} onClose={onClose}>
      <Form
        submit="Save"
        disabled={entry === entryOf(setting, words.kind)}
        onSubmit={() => store(valueFrom(entry, words.kind))}
      >
        {error !== null && <ErrorNotice error={error} focus />}
        <ChangeProblems change={change} fields={[key]} />
        <SettingInput words={words} value={entry} onChange={enter} error={issue && sentence(issue)} />
        {origin === "the console" && (
          <Button
            kind="quiet"
            icon="retry"
            className="-ml-4 justify-self-start"
            onClick={() => void store(null).catch(setError)}
          >
            Set back to the default
          </Button>
        )}
      </Form>
    </Dialog>
  );
}
