import type { z } from "zod";
import type { Access } from "../entry/index.ts";
import type { Call } from "../pure/call.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** What the rate limits charge: `credential` are the steps that a guesser repeats. */
export type RateClass = "normal" | "credential" | "free";

/** What a handler answers with. Everything but a stream is complete before the first byte leaves. */
export type Output<Result> =
  | { readonly kind: "json"; readonly schema: z.ZodType; readonly result?: Result }
  | { readonly kind: "nothing"; readonly result?: Result }
  | { readonly kind: "text" | "stream"; readonly mediaType: string; readonly result?: Result };

/** Validated on the way out, so that nothing undeclared leaves. */
export const json = <Schema extends z.ZodType>(schema: Schema): Output<z.input<Schema>> => ({
  kind: "json",
  schema,
});
export const nothing: Output<void> = { kind: "nothing" };
export const text = (mediaType: string): Output<string> => ({ kind: "text", mediaType });
export const stream = (mediaType: string): Output<AsyncIterable<string>> => ({ kind: "stream", mediaType });

/** One admitted, parsed request. */
export interface Asked<Params, Query, Body> {
  readonly call: Call;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Of the session that asks: its CSRF token (cookie sessions) and its end, ms since the epoch. */
  readonly csrfToken: string | null;
  readonly expiresAt: number | null;
  /** The browser speaks https to us, as the host name says. */
  readonly secure: boolean;
  /** What an earlier sign-in of this browser left (`session-cookie.ts`); proves nothing by itself. */
  readonly knownBy: () => string | undefined;
  /** Aborted when the client goes away. */
  readonly signal: () => AbortSignal;
  setHeader(name: string, value: string | string[]): void;
}

interface Declared {
  readonly method: Method;
  /** Segments; `:name` is a parameter. */
  readonly path: string;
  /** Unique; the record and OpenAPI know the route by it. */
  readonly name: string;
  readonly access: Access;
  readonly rateClass: RateClass;
  readonly summary: string;
  /** Default 200, or 204 where nothing is answered. */
  readonly status?: 201 | 202;
  /** Failures also carry `success` and `message`, for clients of the original. */
  readonly legacyFailure?: true;
}

export interface RouteSpec<Params, Query, Body, Result> extends Declared {
  readonly input?: {
    readonly params?: z.ZodType<Params>;
    readonly query?: z.ZodType<Query>;
    readonly body?: z.ZodType<Body>;
  };
  readonly output: Output<Result>;
  handler(asked: Asked<Params, Query, Body>): Result | Promise<Result>;
}

/** A route as the door sees it: what was parsed is what its own schemas said, so the types can be forgotten. */
export interface Route extends Declared {
  readonly input: { readonly params?: z.ZodType; readonly query?: z.ZodType; readonly body?: z.ZodType };
  readonly output: Output<unknown>;
  handler(asked: Asked<unknown, unknown, unknown>): unknown;
}

export function route<Params = undefined, Query = undefined, Body = undefined, Result = void>(
  spec: RouteSpec<Params, Query, Body, Result>,
): Route {
  return { input: {}, ...spec } as Route;
}
