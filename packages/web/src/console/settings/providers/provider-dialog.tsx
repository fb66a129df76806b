import type { ProviderView } from "@entobot/contract/settings";
import { useState } from "react";
import { Dialog } from "../../../design/dialog.tsx";
import { Field, SelectField } from "../../../design/field.tsx";
import { Form } from "../../../design/form.tsx";
import { ChangeProblems } from "../change-problems.tsx";
import { linesOf } from "../setting-entry.ts";
import type { SettingsState } from "../settings-state.ts";
import { useChange } from "../use-change.ts";
import {
  changesOf,
  draftOf,
  emptyDraft,
  nameFault,
  nameForm,
  type ProviderDraft,
  type ProviderField,
  pathOf,
} from "./provider-draft.ts";
import { ProviderFields } from "./provider-fields.tsx";
import { providerName } from "./provider-names.ts";
import { ProviderTest } from "./provider-test.tsx";

const own = "";

/** Sets a provider up, or changes one. Of one that the file names only the choice of models is the console's. */
export function ProviderDialog({
  state,
  stored,
  onClose,
  onSaved,
}: {
  state: SettingsState;
  stored?: ProviderView;
  onClose: () => void;
  onSaved: (name: string) => void;
}) {
  const { view } = state;
  const offered = view.known_providers.filter(
    ({ name }) => !view.providers.some((provider) => provider.name === name),
  );
  const first = offered[0]?.name ?? own;
  const [known, setKnown] = useState(first);
  const [draft, setDraft] = useState(() => (stored ? draftOf(stored) : emptyDraft(first)));
  const [left, setLeft] = useState(false);
  const change = useChange(state);
  const changes = changesOf(draft, stored, view);
  const adding = stored === undefined;
  const fields: readonly ProviderField[] =
    stored?.editable === false
      ? ["models"]
      : adding && known !== own
        ? ["api_key", "models"]
        : ["api_base", "api_key", "models"];
  const fault = adding && known === own ? nameFault(draft.name, view) : undefined;
  const models = linesOf(draft.models);

  const enter = (part: Partial<ProviderDraft>) => {
    setDraft({ ...draft, ...part });
    // What was found wrong was said about what stood there before.
    change.refuse([]);
  };
  const choose = (name: string) => {
    setKnown(name);
    enter({ name, baseUrl: "" });
  };
  const save = async () => {
    setLeft(true);
    if (fault || !(await change.save(changes))) return;
    onSaved(draft.name);
  };
  return (
    <Dialog title={adding ? "Add a provider" : `Change ${providerName(stored.name)}`} onClose={onClose}>
      <Form
        submit={adding ? "Add provider" : "Save"}
        disabled={Object.keys(changes).length === 0}
        onSubmit={save}
      >
        <ChangeProblems change={change} fields={fields.map((field) => pathOf(draft.name, field))} />
        {adding && (
          <SelectField label="Provider" value={known} onChange={(event) => choose(event.target.value)}>
            {offered.map(({ name }) => (
              <option key={name} value={name}>
                {providerName(name)}
              </option>
            ))}
            <option value={own}>Another, OpenAI-compatible</option>
          </SelectField>
        )}
        {adding && known === own && (
          <Field
            label="Name"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={40}
            placeholder="acme"
            hint="Its models are called name/model."
            error={left ? fault : undefined}
            value={draft.name}
            onBlur={() => setLeft(draft.name !== "")}
            onChange={(event) => enter({ name: event.target.value.trim().toLowerCase() })}
          />
        )}
        <ProviderFields
          draft={draft}
          stored={stored}
          fields={fields}
          keyRequired={adding && known !== own}
          change={change}
          onChange={enter}
        />
        <div className="rounded-lg bg-sunken p-4">
          <ProviderTest
            draft={draft}
            stored={stored}
            models={models}
            usual={view.known_providers.find(({ name }) => name === draft.name)?.usual_model ?? ""}
            disabled={!nameForm.test(draft.name) || (adding && known !== own && draft.key.trim() === "")}
            onIssues={change.refuse}
          />
        </div>
      </Form>
    </Dialog>
  );
}
