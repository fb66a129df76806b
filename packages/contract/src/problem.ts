import { z } from "zod";
import { ErrorCode } from "./error-codes.ts";

/** RFC 9457. `request_id` finds the private detail in the server's own log. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: ErrorCode,
  detail: z.string(),
  request_id: z.string(),
  retry_after: z.int().positive().optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** Failures of pairing and refresh also carry what the original's clients look at. */
export const LegacyProblem = Problem.extend({ success: z.literal(false), message: z.string() });
