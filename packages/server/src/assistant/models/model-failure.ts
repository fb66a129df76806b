/** Why a model gave no answer. Carries nothing that the provider said: its words may hold keys and prompts. */
export class ModelFailure extends Error {
  override readonly name = "ModelFailure";
  readonly code: "provider_unavailable" | "provider_refused";
  readonly retryable: boolean;
  /** What the provider asked for by Retry-After. */
  readonly retryAfterMs: number | null;
  /** A closed word for the record. */
  readonly reason: ModelFailureReason;

  constructor(
    reason: ModelFailureReason,
    options: { readonly retryAfterMs?: number | null; readonly cause?: unknown } = {},
  ) {
    super(reason, { cause: options.cause });
    this.reason = reason;
    this.code = refusals.has(reason) ? "provider_refused" : "provider_unavailable";
    this.retryable = retryables.has(reason);
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

export type ModelFailureReason =
  | "rate_limited"
  | "overloaded"
  | "unreachable"
  | "not_allowed"
  | "silent"
  | "malformed"
  | "too_large"
  | "out_of_time"
  | "credential"
  | "unknown_model"
  | "bad_request"
  | "filtered";

const refusals = new Set<ModelFailureReason>(["credential", "unknown_model", "bad_request", "filtered"]);
const retryables = new Set<ModelFailureReason>(["rate_limited", "overloaded", "unreachable"]);

/** The same whether its name is unknown, or one of the inside: whoever may name a provider shall not learn which names are. */
const noConnection =
  "The model's provider could not be reached. Try again in a moment; if it stays so, an administrator can check its address.";

/** Said to the person. Plain words, and what can be done. */
export const plainWords: Readonly<Record<ModelFailureReason, string>> = {
  rate_limited: "The model's provider limits how much may be asked at the moment. Try again in a minute.",
  overloaded: "The model's provider is overloaded right now. Try again in a moment.",
  unreachable: noConnection,
  not_allowed: noConnection,
  silent: "The model's provider stopped answering. Try again in a moment.",
  malformed: "The model's provider sent an answer that could not be read. Try again in a moment.",
  too_large: "The model's answer was larger than this server accepts.",
  out_of_time: "The model did not finish in time. Try again, or ask for less at once.",
  credential:
    "The model's provider refused this server's key. An administrator can check the provider's settings.",
  unknown_model: "The model's provider does not know this model. An administrator can check its name.",
  bad_request: "The model's provider refused the request. A shorter conversation or another model may help.",
  filtered: "The model's provider declined to answer this.",
};
