import { closeCodes } from "@entobot/contract/close-codes";
import { errorCodes } from "@entobot/contract/error-codes";
import { expect, test } from "vitest";
import { reasonOfClose, reasonOfError } from "../src/close-reasons.ts";

test("every close code of the contract means something of its own; none falls to “network”", () => {
  const table = Object.fromEntries(
    Object.entries(closeCodes).map(([name, code]) => [`${code} ${name}`, reasonOfClose(code)]),
  );
  expect(table).toEqual({
    "4401 authenticationFailed": "refused",
    "4403 sessionEnded": "removed",
    "4408 authenticationTimeout": "sign_in_timeout",
    "4413 tooSlow": "too_slow",
    "4429 rateLimited": "rate_limited",
    "4430 addressRefused": "address_refused",
    "4503 unavailable": "server_unavailable",
  });
});

test("codes of the standard: a server that goes or starts again is no lost network", () => {
  for (const code of [1001, 1011, 1012, 1013]) expect(reasonOfClose(code)).toBe("server_unavailable");
  for (const code of [1000, 1005, 1006, 1015, 4999]) expect(reasonOfClose(code)).toBe("network");
});

test("no word of a server is taken for a lost network", () => {
  for (const code of errorCodes) expect(reasonOfError(code), code).not.toBe("network");
  expect(reasonOfError("unreachable")).toBe("network");
});
