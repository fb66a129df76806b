import type { Model } from "@entobot/contract/conversations";
import type { SettingsView } from "@entobot/contract/settings";

/** What the page shows, and the way to its newest state. */
export interface SettingsState {
  readonly view: SettingsView;
  readonly models: readonly Model[];
  readonly reload: () => Promise<void>;
}
