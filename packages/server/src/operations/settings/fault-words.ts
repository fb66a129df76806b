import type { ProviderFault } from "@entobot/contract/settings";

/** For the administrator who tries a provider: what is wrong, and what would be right. */
export const faultWords: Readonly<Record<ProviderFault, string>> = {
  credential: "The provider does not accept this key. Check that it is whole, not revoked, and has credit.",
  unknown_model:
    "The provider does not know this model, or nothing answers under this address. Check the model's name and the end of the address.",
  unreachable: "Nothing answers at this address. Check its spelling, and that this server may reach it.",
  not_allowed:
    "This server does not connect there: the address is not on the public internet, redirects, or has no certificate that can be trusted. A server inside your network is named in the configuration file.",
  rate_limited: "The provider limits how much may be asked at the moment. Wait a minute and try again.",
  overloaded: "The provider is overloaded or failing right now. Try again in a moment.",
  silent: "The provider was asked and said nothing. Try again, or choose a faster model.",
  out_of_time: "The answer took longer than a test waits. Try again, or choose a faster model.",
  malformed:
    "Something answers at this address, but not as a model does. Check the address; it often ends with /v1.",
  too_large: "The answer was far longer than it was asked to be.",
  bad_request: "The provider refused the request. Check that this model can hold a conversation.",
  filtered: "The provider declined to answer.",
};

/** For an address that somebody chose here: one answer for all of it (`test-provider.ts`). */
export const noConnectionWords =
  "No connection came about. Check the spelling of the address; that it is on the public internet, answers from there and does not redirect; and that its certificate can be trusted. A server inside your network is named in the configuration file.";
