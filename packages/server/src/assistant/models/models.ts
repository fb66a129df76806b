import type { Model } from "@entobot/contract/conversations";
import type { LanguageModel } from "./model.ts";

/** The models that people of this server may name. */
export interface Models {
  /** Absent: the default. Throws model_unknown. */
  find(name: string | undefined): LanguageModel;
  list(): readonly Model[];
  readonly defaultId: string;
}
