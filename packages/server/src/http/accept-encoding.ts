/** What we could send: the file as it is, or as the build has compressed it. */
export type Encoding = "br" | "identity";

/** RFC 9110 §12.4.2: at most three decimals. */
const weight = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;
const token = /^[!#$%&'*+.^_`|~\w-]+$/;

/**
 * The one that the client likes best, of those that there are (RFC 9110 §12.5.3). What nobody names is judged by `*`, else
 * Brotli is not wanted, and the plain file always is. Undefined: neither is acceptable. A header that does not read as one
 * is none.
 */
export function chooseEncoding(header: string | undefined, hasBrotli: boolean): Encoding | undefined {
  const weights = weightsIn(header ?? "");
  const any = weights.get("*");
  const brotli = hasBrotli ? (weights.get("br") ?? any ?? 0) : 0;
  const plain = weights.get("identity") ?? any;
  // Named by nobody, it is what is sent where nothing else is wanted.
  if (brotli > 0 && brotli >= (plain ?? 0)) return "br";
  return plain === 0 ? undefined : "identity";
}

function weightsIn(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const member of header.split(",")) {
    const [name = "", ...parameters] = member.split(";").map((part) => part.trim());
    if (name === "" && parameters.length === 0) continue;
    const q = parameters.length === 0 ? "1" : /^q=(.*)$/i.exec(parameters[0] ?? "")?.[1];
    if (!token.test(name) || parameters.length > 1 || q === undefined || !weight.test(q)) return new Map();
    weights.set(name.toLowerCase(), Number(q));
  }
  return weights;
}
