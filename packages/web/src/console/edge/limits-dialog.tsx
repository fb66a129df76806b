import type { SettingsView } from "@entobot/contract/settings";
import { useState } from "react";
import { Choice } from "../../design/choice.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Notice } from "../../design/error-notice.tsx";
import { Field } from "../../design/field.tsx";
import { Form } from "../../design/form.tsx";
import { toast } from "../../design/toast.tsx";
import { ChangeProblems } from "../settings/change-problems.tsx";
import { entryOf, valueFrom } from "../settings/setting-entry.ts";
import { findSetting, originWords, sentence } from "../settings/settings-view.ts";
import { useChange } from "../settings/use-change.ts";
import { limitKeys } from "./limits.ts";

const kinds = { enabled: "yes-no", requests: "number", seconds: "number" } as const;
type Name = keyof typeof kinds;

/** What this console asks for by itself while somebody watches, roughly. */
const consoleAMinute = 40;

export function LimitsDialog({
  view,
  reload,
  onClose,
}: {
  view: SettingsView;
  reload: () => Promise<void>;
  onClose: () => void;
}) {
  const setting = (name: Name) => findSetting(view, limitKeys[name]);
  const before = (name: Name) => entryOf({ value: setting(name)?.value }, kinds[name]);
  const [entries, setEntries] = useState(() => ({
    enabled: before("enabled"),
    requests: before("requests"),
    seconds: before("seconds"),
  }));
  const change = useChange({ view, reload });
  const changed = (Object.keys(kinds) as Name[]).filter((name) => entries[name] !== before(name));
  const set = (name: Name) => (value: string) => setEntries((old) => ({ ...old, [name]: value }));
  const field = (name: Name, label: string) => {
    const issue = change.issueAt(limitKeys[name]);
    const { editable = false, origin = "" } = setting(name) ?? {};
    return (
      <Field
        label={label}
        inputMode="numeric"
        autoComplete="off"
        disabled={!editable}
        hint={editable ? undefined : sentence(originWords(origin))}
        error={issue && sentence(issue)}
        value={entries[name]}
        onChange={(event) => set(name)(event.target.value)}
      />
    );
  };
  const tight = (Number(entries.requests) * 60) / Number(entries.seconds) < consoleAMinute;
  const { editable = false, origin = "" } = setting("enabled") ?? {};
  return (
    <Dialog title="Request limit" onClose={onClose}>
      <Form
        submit="Save"
        disabled={changed.length === 0}
        onSubmit={async () => {
          const changes = changed.map((name) => [limitKeys[name], valueFrom(entries[name], kinds[name])]);
          if (!(await change.save(Object.fromEntries(changes)))) return;
          toast("The limit is in force");
          onClose();
        }}
      >
        <ChangeProblems change={change} fields={[limitKeys.requests, limitKeys.seconds]} />
        {editable ? (
          <Choice
            legend="Limit requests"
            options={[
              ["on", "On"],
              ["off", "Off"],
            ]}
            value={entries.enabled === "on" ? "on" : "off"}
            onChange={set("enabled")}
          />
        ) : (
          <p className="text-ink-soft text-sm">
            {entries.enabled === "on" ? "On" : "Off"}, {originWords(origin)}.
          </p>
        )}
        <p className="text-ink-soft text-sm">
          Counted for each device and browser, and for each address that shows no credential. Whoever guesses
          is locked out also when this is off.
        </p>
        {entries.enabled === "on" && (
          <>
            <div className="grid gap-4 sm:grid-cols-2">
              {field("requests", "Requests")}
              {field("seconds", "In so many seconds")}
            </div>
            {tight && (
              <Notice tone="warn">
                <p>
                  This console alone asks about {consoleAMinute} times a minute while it is watched: with this
                  limit it would be refused itself now and then.
                </p>
              </Notice>
            )}
          </>
        )}
      </Form>
    </Dialog>
  );
}
