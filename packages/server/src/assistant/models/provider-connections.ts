import { type Configuration, providerCatalogue } from "../../config/index.ts";
import type { ProviderConnection } from "./provider.ts";

/** The configured providers as they are asked. Keys are revealed at the moment of a request only. */
export function providerConnections({
  settings,
  secrets,
}: Pick<Configuration, "settings" | "secrets">): ProviderConnection[] {
  return settings.providers.map(({ name, wire, baseUrl, models, byOperator }) => {
    const facts = Object.hasOwn(providerCatalogue, name) ? providerCatalogue[name] : undefined;
    return {
      ...{ name, wire, baseUrl, models },
      apiKey: () => secrets.providers[name]?.apiKey?.reveal() ?? null,
      headers: () => secrets.providers[name]?.headers.reveal() ?? {},
      // An address other than the vendor's own was named by the operator in file or environment.
      privateAddress: byOperator && (facts?.local === true || facts?.baseUrl !== baseUrl),
    };
  });
}
