import { randomBytes } from "node:crypto";
import type { Random } from "./new-id.ts";

/** The operating system's generator. */
export const systemRandom: Random = (bytes) => randomBytes(bytes);
