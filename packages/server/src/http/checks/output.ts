import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";

/** What leaves is what the route declares: members that the schema does not name are dropped, a wrong shape is ours. */
export function parseOutput(exchange: Exchange): void {
  const output = exchange.route?.output;
  if (output?.kind !== "json") return;
  const parsed = output.schema.safeParse(exchange.result);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => issue.path.map(String).join(".")).join(", ");
    throw new Failure("internal", { detail: `${exchange.route?.name} answers another shape at ${where}` });
  }
  exchange.result = parsed.data;
}
