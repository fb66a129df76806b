import { type GatherOptions, gatherConfigurationSources } from "./gather-sources.ts";
import { type Configuration, interpret } from "./interpret.ts";

/** Reads and interprets in one go, where no privilege is dropped in between. */
export async function loadConfiguration(options: GatherOptions): Promise<Configuration> {
  return interpret(await gatherConfigurationSources(options));
}
