import type { AllowList, Attempts, Limits, Refusals } from "../access/index.ts";
import type { Audit } from "../audit/index.ts";
import type { Entry } from "../entry/index.ts";
import type { Log } from "../log/index.ts";
import { checkAddress } from "./checks/address.ts";
import { checkAddressBudget } from "./checks/address-budget.ts";
import { checkAllowList } from "./checks/allow-list.ts";
import { readBody } from "./checks/body.ts";
import { checkCredential } from "./checks/credential.ts";
import { checkDeviceBudget } from "./checks/device-budget.ts";
import { runHandler } from "./checks/handler.ts";
import { checkHeaders } from "./checks/headers.ts";
import { checkHost } from "./checks/host.ts";
import { type Digest, parseInput } from "./checks/input.ts";
import { checkLockout } from "./checks/lockout.ts";
import { checkMay } from "./checks/may.ts";
import { checkOrigin } from "./checks/origin.ts";
import { parseOutput } from "./checks/output.ts";
import { checkPath } from "./checks/path.ts";
import { checkPreflight } from "./checks/preflight.ts";
import { checkPrincipal } from "./checks/principal.ts";
import { checkRoute } from "./checks/route.ts";
import { checkSize } from "./checks/size.ts";
import { checkSocketOrigin } from "./checks/socket-origin.ts";
import type { Exchange } from "./exchange.ts";
import type { Names } from "./names.ts";

export interface DoorDeps {
  readonly entry: Entry;
  readonly audit: Pick<Audit, "note">;
  readonly names: Names;
  readonly allowList: AllowList;
  readonly attempts: Attempts;
  readonly limits: Limits;
  readonly refusals: Pick<Refusals, "note">;
  readonly digest: Digest;
  readonly log: Log;
}

export interface Check {
  readonly name: string;
  /** Who puts a refusal into the record: the door, or what the check calls. */
  readonly recordedBy: "door" | "inside";
  run(exchange: Exchange, deps: DoorDeps): void | Promise<void>;
}

const arrival: readonly Check[] = [
  { name: "size", recordedBy: "door", run: checkSize },
  { name: "path", recordedBy: "door", run: checkPath },
  { name: "host", recordedBy: "door", run: checkHost },
  { name: "headers", recordedBy: "door", run: checkHeaders },
  { name: "address", recordedBy: "door", run: checkAddress },
  { name: "allow-list", recordedBy: "door", run: checkAllowList },
];

/** The order of the checks of a request to the API. Pinned by a test: a change here is a decision. */
export const apiDoor: readonly Check[] = [
  ...arrival,
  { name: "lockout", recordedBy: "inside", run: checkLockout },
  { name: "address-budget", recordedBy: "inside", run: checkAddressBudget },
  { name: "credential", recordedBy: "door", run: checkCredential },
  { name: "principal", recordedBy: "inside", run: checkPrincipal },
  { name: "device-budget", recordedBy: "inside", run: checkDeviceBudget },
  { name: "origin", recordedBy: "door", run: checkOrigin },
  { name: "route", recordedBy: "door", run: checkRoute },
  { name: "may", recordedBy: "inside", run: checkMay },
  { name: "body", recordedBy: "door", run: readBody },
  { name: "input", recordedBy: "door", run: parseInput },
  { name: "handler", recordedBy: "inside", run: runHandler },
  { name: "output", recordedBy: "inside", run: parseOutput },
];

/** Static files belong to everybody: no credential is looked at. */
export const fileDoor: readonly Check[] = arrival;

/** A handshake for a socket: its frames have a door of their own, and no cookie is ever looked at. */
export const socketDoor: readonly Check[] = [
  ...arrival,
  { name: "origin", recordedBy: "door", run: checkSocketOrigin },
];

/** What a browser asks before a page of another origin may ask: whether that origin is listed. */
export const preflightDoor: readonly Check[] = [
  ...arrival,
  { name: "origin", recordedBy: "door", run: checkPreflight },
];

/** A refusal together with the check that made it. */
export interface Refused {
  readonly error: unknown;
  readonly check: Check;
}

/** Undefined: passed all of them. */
export async function passDoor(
  checks: readonly Check[],
  exchange: Exchange,
  deps: DoorDeps,
): Promise<Refused | undefined> {
  for (const check of checks) {
    try {
      const running = check.run(exchange, deps);
      if (running) await running;
    } catch (error) {
      return { error, check };
    }
  }
  return undefined;
}
