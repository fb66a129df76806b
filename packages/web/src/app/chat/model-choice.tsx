import { useLoaded } from "../../shell/use-loaded.ts";
import { useApi } from "../client-context.tsx";

/** Which model answers. Hidden while there is nothing to choose. */
export function ModelChoice({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const api = useApi();
  const models = useLoaded("models", () => api.models()).value ?? [];
  if (models.length < 2) return null;
  return (
    <select
      aria-label="Model"
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value || undefined)}
      className="mb-0.5 ml-1 min-h-9 max-w-full justify-self-start truncate rounded-md bg-transparent px-1.5 text-ink-soft text-sm hover:bg-hover"
    >
      <option value="">Usual model</option>
      {models.map((model) => (
        <option key={model.id} value={model.id}>
          {model.id}
        </option>
      ))}
    </select>
  );
}
