import { type KeyboardEvent, useState } from "react";
import { Field, type FieldProps } from "../../design/field.tsx";

/** Where to begin. Every change is a search, which is recorded: so it is taken when it is finished, not letter by letter. */
export function StartField({
  value,
  onCommit,
  ...rest
}: FieldProps & { value: string; onCommit: (value: string) => void }) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  const commit = () => {
    if (text !== value) onCommit(text);
  };
  return (
    <Field
      {...rest}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}
