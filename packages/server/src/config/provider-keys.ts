import { limits } from "@entobot/contract/limits";
import { type Key, key } from "./key.ts";
import { apiKey } from "./kinds/credential.ts";
import { headers } from "./kinds/headers.ts";
import { label, listOf, text, yesNo } from "./kinds/kind.ts";
import { url } from "./kinds/url.ts";
import { Secret } from "./secret.ts";

const noHeaders = new Secret<Readonly<Record<string, string>>>({});

/** What may stand under `providers.NAME`. */
export const providerKeys = {
  api_key: key(apiKey, null, "The provider's key.", {
    otherwise: "its usual variable; none for vllm, ollama and your own",
    live: true,
    console: true,
  }),
  api_base: key(url("https", "http"), null, "Where its API answers.", {
    otherwise: "the vendor's address; your own needs one",
    live: true,
    console: true,
  }),
  models: key(
    listOf(text(limits.modelCharacters), 1000),
    [] as readonly string[],
    "Models that may be chosen.",
    {
      otherwise: "any",
      live: true,
      console: true,
    },
  ),
  extra_headers: key(headers, noHeaders, "Sent with every request, exactly as written.", {
    live: true,
  }),
  region: key(label(60), "", "Where it keeps and processes data.", {
    status: "not yet",
    active: (value) => value !== "",
  }),
  baa: key(yesNo, false, "A business associate agreement is signed with it.", {
    status: "not yet",
    active: (value) => value,
  }),
} as const satisfies Record<string, Key<unknown>>;

export type ProviderKeyName = keyof typeof providerKeys;
export type ProviderValueOf<N extends ProviderKeyName> =
  (typeof providerKeys)[N] extends Key<infer T, infer Unset> ? T | Unset : never;

export const providerKeyNames = Object.keys(providerKeys) as readonly ProviderKeyName[];
export const providerKeyOf = (name: ProviderKeyName): Key<unknown> => providerKeys[name];
