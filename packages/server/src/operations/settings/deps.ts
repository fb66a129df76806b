import type { Audit } from "../../audit/index.ts";
import type { Clock } from "../../pure/clock.ts";
import type { Database } from "../../store/database.ts";
import type { AskProvider } from "./ask-provider.ts";
import type { HouseSealing } from "./document.ts";
import type { FindFaults } from "./judge-change.ts";
import type { UsualModel } from "./settings-view.ts";
import type { ConfigurationInForce, StoredSettings } from "./stored-settings.ts";

export interface SettingsDeps {
  readonly database: Database;
  readonly audit: Pick<Audit, "mutate" | "note" | "noted">;
  readonly sealing: HouseSealing;
  readonly clock: Clock;
  readonly configuration: ConfigurationInForce;
  readonly stored: StoredSettings;
  readonly findFaults: FindFaults;
  readonly askProvider: AskProvider;
  readonly defaultModel: () => string;
  readonly usualModel: UsualModel;
}
