import { Failure } from "../pure/failure.ts";

/** The command line itself is wrong: exit code 2. */
export const usage = (text: string): Failure => new Failure("invalid_request", { text });
