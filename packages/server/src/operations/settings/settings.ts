import type {
  ChangeSettings,
  ProviderTested,
  SettingsChanged,
  SettingsView,
  TestProvider,
} from "@entobot/contract/settings";
import { assertMay } from "../../access/index.ts";
import type { Call } from "../../pure/call.ts";
import { changeSettings } from "./change-settings.ts";
import type { SettingsDeps } from "./deps.ts";
import { settingsView } from "./settings-view.ts";
import { createProviderTest } from "./test-provider.ts";

/** What the console may see and change of the configuration. */
export interface HouseSettings {
  view(call: Call): SettingsView;
  /** Throws `conflict` when somebody else changed something since `version`. */
  change(call: Call, change: ChangeSettings): Promise<SettingsChanged>;
  testProvider(call: Call, request: TestProvider): Promise<ProviderTested>;
}

export function createSettings(deps: SettingsDeps): HouseSettings {
  return {
    view(call) {
      assertMay(call.principal, "settings.read");
      const { configuration, stored, defaultModel, usualModel } = deps;
      return settingsView(configuration.current, stored.version(), defaultModel(), usualModel);
    },
    change: (call, change) => changeSettings(deps, call, change),
    testProvider: createProviderTest(deps),
  };
}
