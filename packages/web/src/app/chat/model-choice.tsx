import { Icon } from "../../design/icon.tsx";
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
    <label className="relative mb-0.5 ml-1 flex min-h-9 max-w-full items-center justify-self-start rounded-md text-ink-soft text-sm hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <select
        aria-label="Model"
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value || undefined)}
        className="min-w-0 max-w-56 [field-sizing:content] appearance-none truncate bg-transparent py-1.5 pr-6 pl-1.5 outline-none"
      >
        <option value="">Usual model</option>
        {models.map((model) => (
          <option key={model.id} value={model.id}>
            {model.id}
          </option>
        ))}
      </select>
      <Icon name="chevron" className="pointer-events-none absolute right-1.5 size-3.5 rotate-90" />
    </label>
  );
}
