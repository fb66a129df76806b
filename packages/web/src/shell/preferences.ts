import { useSyncExternalStore } from "react";

/** How this browser shows Entobot. Kept here only, holds nothing about the person. */
export interface Preferences {
  readonly theme: "system" | "light" | "dark";
  readonly text: "small" | "normal" | "large" | "largest";
}

const key = "entobot.preferences";
const defaults: Preferences = { theme: "system", text: "normal" };
const listeners = new Set<() => void>();
let current = read();

function read(): Preferences {
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Preferences>) };
  } catch {
    return defaults;
  }
}

function apply({ theme, text }: Preferences) {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset["theme"];
  else dataset["theme"] = theme;
  if (text === "normal") delete dataset["text"];
  else dataset["text"] = text;
}

export function startPreferences(): void {
  apply(current);
}

export function changePreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  apply(current);
  try {
    localStorage.setItem(key, JSON.stringify(current));
  } catch {
    // A browser that stores nothing still shows the choice until it is closed.
  }
  for (const listener of listeners) listener();
}

export function forgetPreferences(): void {
  localStorage.removeItem(key);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePreferences = () => useSyncExternalStore(subscribe, () => current);
