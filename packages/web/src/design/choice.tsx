import { useId } from "react";

/** One of a few, all visible: radio buttons that look like one control. */
export function Choice<Value extends string>({
  legend,
  options,
  value,
  onChange,
}: {
  legend: string;
  options: readonly (readonly [Value, string])[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-sm">{legend}</legend>
      <div className="flex flex-wrap gap-1 rounded-md bg-sunken p-1">
        {options.map(([key, word]) => (
          <label
            key={key}
            className="grid min-h-9 min-w-fit flex-[1_1_3.5rem] cursor-pointer place-items-center rounded-sm px-1 text-center text-ink-soft text-sm has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-raised has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={key === value}
              onChange={() => onChange(key)}
            />
            {word}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
