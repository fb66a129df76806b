import { useState } from "react";
import { Dialog } from "../../../design/dialog.tsx";
import { Field, SelectField } from "../../../design/field.tsx";
import { Form } from "../../../design/form.tsx";
import { toast } from "../../../design/toast.tsx";
import { ChangeProblems } from "../change-problems.tsx";
import { defaultModelKey } from "../setting-words.ts";
import type { SettingsState } from "../settings-state.ts";
import { findSetting, sentence } from "../settings-view.ts";
import { useChange } from "../use-change.ts";
import { anyOf, automatic, fullName, modelGroups, providerOfAny } from "./default-model.ts";
import { providerName } from "./provider-names.ts";

/** Chooses the model that answers when nobody chose one. `of`: a provider that was just set up. */
export function DefaultModelDialog({
  state,
  of,
  onClose,
}: {
  state: SettingsState;
  of?: string;
  onClose: () => void;
}) {
  const { view, models } = state;
  const set = findSetting(view, defaultModelKey)?.origin === "the console";
  const now = models.find((model) => model.default)?.id;
  const [choice, setChoice] = useState(of !== undefined ? anyOf(of) : set && now ? now : automatic);
  const [typed, setTyped] = useState("");
  const change = useChange(state);
  const provider = providerOfAny(choice);
  const issue = change.issueAt(defaultModelKey);
  const error = issue && `It ${issue}`;
  const save = async () => {
    const value = provider === undefined ? choice : fullName(provider, typed.trim());
    if (!(await change.save({ [defaultModelKey]: value === automatic ? null : value }))) return;
    toast("Default model saved");
    onClose();
  };
  return (
    <Dialog title="Default model" onClose={onClose}>
      <Form
        submit="Save"
        onSubmit={save}
        disabled={provider !== undefined ? typed.trim() === "" : choice === (set ? now : automatic)}
      >
        <ChangeProblems change={change} fields={[defaultModelKey]} />
        <SelectField
          label="Model"
          hint="It answers when nobody chose another for a conversation, from the next message on."
          error={provider === undefined ? error : undefined}
          value={choice}
          onChange={(event) => {
            setChoice(event.target.value);
            change.refuse([]);
          }}
        >
          <option value={automatic}>Automatic: the first provider's</option>
          {modelGroups(models, view.providers).map((group) => (
            <optgroup key={group.provider} label={providerName(group.provider)}>
              {group.models.map((id) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
              {group.any && (
                <option value={anyOf(group.provider)}>Another of {providerName(group.provider)}…</option>
              )}
            </optgroup>
          ))}
        </SelectField>
        {provider !== undefined && (
          <Field
            label={`Name of the model at ${providerName(provider)}`}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={200 - provider.length - 1}
            placeholder={view.known_providers.find(({ name }) => name === provider)?.usual_model ?? ""}
            hint="As the provider itself calls it."
            error={error && sentence(error)}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              change.refuse([]);
            }}
          />
        )}
      </Form>
    </Dialog>
  );
}
