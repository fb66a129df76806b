import type { SettingValue, SettingView } from "@entobot/contract/settings";
import { Choice } from "../../design/choice.tsx";
import { Field, TextAreaField } from "../../design/field.tsx";
import type { EntryKind, SettingWords } from "./setting-words.ts";

/** What stands in the field for a value. */
export function entryOf({ value }: Pick<SettingView, "value">, kind: EntryKind): string {
  if (kind === "yes-no") return value === true ? "on" : "off";
  if (Array.isArray(value)) return value.join("\n");
  return value === null || value === undefined ? "" : String(value);
}

/** The value for what stands in the field. The server judges it: a number that is none goes there as it is. */
export function valueFrom(entry: string, kind: EntryKind): SettingValue {
  const text = entry.trim();
  if (kind === "yes-no") return text === "on";
  if (kind === "lines") return linesOf(entry);
  if (kind === "number") return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  return text;
}

export const linesOf = (entry: string): string[] =>
  entry
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

export function SettingEntry({
  words,
  value,
  onChange,
  error,
}: {
  words: SettingWords;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}) {
  const { name, meaning, kind } = words;
  const same = { label: name, hint: meaning, error, value };
  if (kind === "lines") return <TextAreaField {...same} onChange={(event) => onChange(event.target.value)} />;
  if (kind === "yes-no") {
    return (
      <div className="grid gap-1.5">
        <Choice
          legend={name}
          options={[
            ["on", "On"],
            ["off", "Off"],
          ]}
          value={value === "on" ? "on" : "off"}
          onChange={onChange}
        />
        <p className="text-ink-soft text-sm">{meaning}</p>
        {error && <p className="text-bad text-sm">{error}</p>}
      </div>
    );
  }
  return (
    <Field
      {...same}
      autoComplete="off"
      inputMode={kind === "number" ? "decimal" : "text"}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
