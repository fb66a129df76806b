import type { ApiError } from "@entobot/client";
import { errorCodes } from "@entobot/contract/error-codes";
import { Failure } from "../../pure/failure.ts";

/** The server's word as this process's own, so that it finds its exit code. */
export function failureOf(error: ApiError): Failure {
  const code = errorCodes.find((known) => known === error.code) ?? "shutting_down";
  return new Failure(code, { text: error.message, cause: error });
}
