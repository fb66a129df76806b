import { closeCodes } from "@entobot/contract/close-codes";
import { errorCodes } from "@entobot/contract/error-codes";
import { expect, test } from "vitest";
import { errorStatus } from "../../src/http/error-status.ts";
import { Failure } from "../../src/pure/failure.ts";
import { errorClose } from "../../src/realtime/error-close.ts";

test("what each code is on each wire", () => {
  const table = errorCodes.map((code) => `${code} ${errorStatus[code]} ${errorClose[code] ?? "-"}`);
  expect(table).toEqual([
    "invalid_request 400 -",
    "invalid_json 400 -",
    "invalid_path 400 -",
    "unknown_type 400 -",
    "not_authenticated 401 -",
    "invalid_credentials 401 4401",
    "session_ended 401 4403",
    "access_denied 403 -",
    "csrf_failed 403 -",
    "origin_refused 403 -",
    "misdirected_host 421 -",
    "forwarded_untrusted 403 -",
    "address_refused 403 4430",
    "not_found 404 -",
    "method_not_allowed 405 -",
    "conflict 409 -",
    "already_claimed 409 -",
    "email_taken 409 -",
    "link_invalid 400 -",
    "pairing_invalid 401 4401",
    "refresh_invalid 401 4401",
    "idempotency_mismatch 422 -",
    "too_large 413 1009",
    "unsupported_media_type 415 -",
    "weak_password 400 -",
    "rate_limited 429 -",
    "busy 429 -",
    "too_slow 408 4413",
    "authentication_timeout 408 4408",
    "model_unknown 400 -",
    "provider_unavailable 502 -",
    "provider_refused 502 -",
    "cancelled 409 -",
    "interrupted 503 -",
    "record_unavailable 503 -",
    "database_unavailable 503 4503",
    "shutting_down 503 4503",
    "listener_unavailable 503 -",
    "not_supported 501 -",
    "configuration 500 -",
    "internal 500 -",
  ]);
});

test("close codes", () => {
  expect(closeCodes).toEqual({
    authenticationFailed: 4401,
    sessionEnded: 4403,
    authenticationTimeout: 4408,
    tooSlow: 4413,
    rateLimited: 4429,
    addressRefused: 4430,
    unavailable: 4503,
  });
});

test("the texts of refused credentials begin with the word that clients look for", () => {
  for (const code of [
    "invalid_credentials",
    "session_ended",
    "pairing_invalid",
    "refresh_invalid",
  ] as const) {
    expect(new Failure(code).text).toMatch(/^Invalid/);
  }
});
