import type { ProviderView } from "@entobot/contract/settings";
import { Field, TextAreaField } from "../../../design/field.tsx";
import { sentence } from "../settings-view.ts";
import type { Change } from "../use-change.ts";
import { KeyField } from "./key-field.tsx";
import { needsKeyAgain, type ProviderDraft, type ProviderField, pathOf } from "./provider-draft.ts";

/** What a provider is made of, each with what the server says about it. */
export function ProviderFields({
  draft,
  stored,
  fields,
  keyRequired,
  change,
  onChange,
}: {
  draft: ProviderDraft;
  stored: ProviderView | undefined;
  fields: readonly ProviderField[];
  keyRequired: boolean;
  change: Change;
  onChange: (part: Partial<ProviderDraft>) => void;
}) {
  const errorAt = (field: ProviderField) => {
    const message = change.issueAt(pathOf(draft.name, field));
    return message && sentence(message);
  };
  const again = needsKeyAgain(draft, stored);
  return (
    <>
      {fields.includes("api_base") && (
        <Field
          label="Base URL"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={2048}
          placeholder="https://llm.example.com/v1"
          hint={stored ? undefined : "Where its OpenAI-compatible interface answers; it often ends with /v1."}
          error={errorAt("api_base")}
          value={draft.baseUrl}
          onChange={(event) => onChange({ baseUrl: event.target.value })}
        />
      )}
      {fields.includes("api_key") && (
        <KeyField
          value={draft.key}
          onChange={(key) => onChange({ key })}
          required={keyRequired || again}
          hint={keyHint(stored, again, keyRequired)}
          error={errorAt("api_key")}
        />
      )}
      {fields.includes("models") && (
        <TextAreaField
          label="Models"
          placeholder="Any model"
          hint="One on each line: these may be chosen and no others. Leave it empty for any."
          error={errorAt("models")}
          value={draft.models}
          onChange={(event) => onChange({ models: event.target.value })}
        />
      )}
    </>
  );
}

function keyHint(stored: ProviderView | undefined, again: boolean, required: boolean): string | undefined {
  if (again)
    return "The address changed: enter the key again. A stored key is never sent to another address.";
  if (stored?.has_key) return "A key is set and never shown. Leave this empty to keep it.";
  return required
    ? "Kept sealed, never shown again."
    : "Leave it empty if it needs none. Kept sealed, never shown again.";
}
