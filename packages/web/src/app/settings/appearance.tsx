import { Choice } from "../../design/choice.tsx";
import { changePreferences, type Preferences, usePreferences } from "../../shell/preferences.ts";
import { Section } from "./section.tsx";

const themes: readonly [Preferences["theme"], string][] = [
  ["system", "System"],
  ["light", "Light"],
  ["dark", "Dark"],
];
const sizes: readonly [Preferences["text"], string][] = [
  ["small", "Small"],
  ["normal", "Normal"],
  ["large", "Large"],
  ["largest", "Largest"],
];

/** How this browser shows Entobot. Kept in this browser only. */
export function Appearance() {
  const { theme, text } = usePreferences();
  return (
    <Section title="Appearance">
      <div className="grid gap-4 p-4">
        <Choice
          legend="Theme"
          options={themes}
          value={theme}
          onChange={(value) => changePreferences({ theme: value })}
        />
        <Choice
          legend="Text size"
          options={sizes}
          value={text}
          onChange={(value) => changePreferences({ text: value })}
        />
      </div>
    </Section>
  );
}
