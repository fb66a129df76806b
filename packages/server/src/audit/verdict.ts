import type { VerifyReport } from "@entobot/contract/audit";
import { Failure } from "../pure/failure.ts";
import type { Head } from "./chain.ts";

export type Fault = NonNullable<VerifyReport["fault"]>;

/** Ends a verification: the first thing that is wrong. */
export class FaultFound extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.what);
    this.fault = fault;
  }
}

export function fault(what: string, seq: number | null, line: number | null = null): never {
  throw new FaultFound({ seq, line, what });
}

/** `SEQ:HASH`, as `entobot audit head` prints it. */
export function parseHead(text: string): Head {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (seq === undefined || hash === undefined) {
    throw new Failure("invalid_request", {
      text: "A saved head reads SEQ:HASH, as `entobot audit head` prints it.",
    });
  }
  return { seq: Number(seq), hash };
}

export const formatHead = (head: Head): string => `${head.seq}:${head.hash}`;
