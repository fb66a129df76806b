import { ApiError } from "@entobot/client/api-error";
import type { ProviderTested, ProviderView } from "@entobot/contract/settings";
import { useState } from "react";
import { Button } from "../../../design/button.tsx";
import { ErrorNotice, Notice } from "../../../design/error-notice.tsx";
import { Field, SelectField } from "../../../design/field.tsx";
import { useCookieApi } from "../../../shell/session.tsx";
import type { Issue } from "../use-change.ts";
import { type ProviderDraft, testOf } from "./provider-draft.ts";

/** One live question to a provider as it is stored, or as the form around says it. Nothing is stored by it. */
export function ProviderTest({
  draft,
  stored,
  models,
  usual,
  disabled = false,
  onIssues,
}: {
  draft: ProviderDraft;
  stored: ProviderView | undefined;
  /** To choose from; empty: any name. */
  models: readonly string[];
  /** What is asked for when nobody says otherwise. */
  usual: string;
  disabled?: boolean;
  onIssues: (issues: readonly Issue[]) => void;
}) {
  const api = useCookieApi();
  const [typed, setTyped] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<{
    of: ProviderDraft;
    model: string;
    answer?: ProviderTested;
    error?: unknown;
  }>();
  const chosen = typed ?? usual;
  const model = models.length === 0 || models.includes(chosen) ? chosen : (models[0] ?? "");
  // What was found out about another draft says nothing about this one.
  const shown = result?.of === draft && result.model === model ? result : undefined;

  const ask = async () => {
    setBusy(true);
    setResult(undefined);
    onIssues([]);
    const about = { of: draft, model };
    try {
      setResult({ ...about, answer: await api.testProvider(testOf(draft, stored, model)) });
    } catch (error) {
      if (error instanceof ApiError && error.issues.length > 0) onIssues(error.issues);
      else setResult({ ...about, error });
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="grid gap-3">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          {models.length > 0 ? (
            <SelectField
              label="Model to test"
              value={model}
              onChange={(event) => setTyped(event.target.value)}
            >
              {models.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </SelectField>
          ) : (
            <Field
              label="Model to test"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={200}
              value={model}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </div>
        <Button
          className="min-h-11 sm:min-h-10"
          busy={busy}
          disabled={disabled || model.trim() === ""}
          onClick={() => void ask()}
        >
          Test
        </Button>
      </div>
      <div aria-live="polite" className="grid gap-3 empty:hidden">
        {shown?.answer && <TestResult tested={shown.answer} />}
        {shown?.error !== undefined && <ErrorNotice error={shown.error} />}
      </div>
    </div>
  );
}

function TestResult({ tested }: { tested: ProviderTested }) {
  const { ok, model, latency_ms, answer, message } = tested;
  if (!ok) {
    return (
      <Notice tone="bad">
        <p className="font-medium">No answer from {model}</p>
        <p className="text-ink-soft">{message}</p>
      </Notice>
    );
  }
  return (
    <Notice tone="good">
      <p className="font-medium">
        {model} answered in {durationWords(latency_ms)}
      </p>
      <p className="whitespace-pre-wrap text-ink-soft">{answer || "It said nothing."}</p>
    </Notice>
  );
}

const durationWords = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);
