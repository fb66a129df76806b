import { z } from "zod";

/** Nothing, or `{}`, which some clients always send. */
export const NoBody = z.strictObject({}).default({});
