import type { z } from "zod";
import type { Access } from "../entry/index.ts";
import type { Call } from "../pure/call.ts";
import type { RealtimeDeps } from "./deps.ts";
import type { Phone } from "./phone.ts";

/** One admitted, parsed frame. */
export interface AskedFrame<Frame> {
  readonly frame: Frame;
  readonly call: Call;
  readonly phone: Phone;
  readonly deps: RealtimeDeps;
}

export interface FrameSpec<Frame> {
  readonly type: string;
  readonly access: Access;
  /** What the limits charge: `credential` are the steps that a guesser repeats. */
  readonly rateClass: "normal" | "credential" | "free";
  readonly schema: z.ZodType<Frame>;
  /** The original's words where one of these members is missing. */
  readonly missing?: { readonly members: readonly string[]; readonly text: string };
  handler(asked: AskedFrame<Frame>): void | Promise<void>;
}

export type FrameRoute = FrameSpec<unknown>;

/** What was parsed is what the frame's own schema said, so the type can be forgotten. */
export const frameRoute = <Frame>(spec: FrameSpec<Frame>): FrameRoute => spec as unknown as FrameRoute;

/** The client's own name of its frame, echoed. */
export const echo = (id: string | undefined): { id?: string } => (id === undefined ? {} : { id });
