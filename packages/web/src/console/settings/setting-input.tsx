import { Choice } from "../../design/choice.tsx";
import { Field, TextAreaField } from "../../design/field.tsx";
import type { SettingWords } from "./setting-words.ts";

export function SettingInput({
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
