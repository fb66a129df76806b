import type { Issue } from "./issue.ts";
import { isPublicHost } from "./kinds/address.ts";
import { providerSettings } from "./provider-settings.ts";
import type { Values } from "./values.ts";

/**
 * A provider that the console set up is reached over https on the open internet only. What answers inside the
 * company's network is for whoever writes the configuration file to name. The look-up of every connection judges the
 * addresses again (net/judged-lookup.ts): a name may point anywhere.
 */
export function judgeConsoleProviders(values: Values): readonly Issue[] {
  return values.providers
    .filter((name) => values.isConsoleProvider(name))
    .flatMap((name) => {
      const { baseUrl } = providerSettings(name, values);
      const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
      if (url?.protocol === "https:" && isPublicHost(url.hostname)) return [];
      return [
        {
          path: `providers.${name}.api_base`,
          message:
            "must be https:// on the public internet. A server inside your network is named in the configuration file.",
        },
      ];
    });
}
