import type { SettingsView, SettingView } from "@entobot/contract/settings";
import { useState } from "react";
import { Choice } from "../../design/choice.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { TextAreaField } from "../../design/field.tsx";
import { Form } from "../../design/form.tsx";
import { toast } from "../../design/toast.tsx";
import { ChangeProblems } from "../settings/change-problems.tsx";
import { useChange } from "../settings/use-change.ts";
import { allowListKey, networksOf, numberedLines } from "./allow-list.ts";
import { AllowListVerdict } from "./allow-list-verdict.tsx";
import { useVerdict } from "./use-verdict.ts";

export function AllowListDialog({
  setting,
  view,
  address,
  reload,
  onClose,
}: {
  setting: SettingView;
  view: SettingsView;
  /** Where the person comes from who edits. */
  address: string | null;
  reload: () => Promise<void>;
  onClose: () => void;
}) {
  const before = networksOf(setting);
  const [mode, setMode] = useState<"all" | "list">(before === null ? "all" : "list");
  const [text, setText] = useState((before ?? []).join("\n"));
  const networks = numberedLines(text).map(({ network }) => network);
  const value = mode === "all" ? null : networks;
  const verdict = useVerdict(view, allowListKey, value);
  const change = useChange({ view, reload });
  return (
    <Dialog title="Allow-list" onClose={onClose}>
      <Form
        submit="Save"
        disabled={JSON.stringify(value) === JSON.stringify(before)}
        onSubmit={async () => {
          if (!(await change.save({ [allowListKey]: value }))) return;
          toast(value === null ? "The allow-list is off" : "The allow-list is in force");
          onClose();
        }}
      >
        <ChangeProblems change={change} fields={[allowListKey]} />
        <Choice
          legend="Who may reach the server"
          options={[
            ["all", "Anybody"],
            ["list", "These networks"],
          ]}
          value={mode}
          onChange={setMode}
        />
        {mode === "all" ? (
          <p className="text-ink-soft text-sm">
            Off: whoever reaches a port meets the next checks. Passwords, tokens and limits guard it all the
            same.
          </p>
        ) : (
          <>
            <TextAreaField
              label="Networks"
              hint="One on each line: 10.0.0.0/8, 2001:db8:40::/48 or one address. It is in force at once, and closes what does not fit any more."
              rows={4}
              className="font-mono"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <AllowListVerdict
              verdict={verdict}
              text={text}
              address={address}
              onAdd={(own) => setText([text.trimEnd(), own].filter(Boolean).join("\n"))}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}
