/** Headers by which a client may try to be somebody else, and every form of the address that it claims. */

export type Forged = Readonly<Record<string, string | readonly string[]>>;

/** What the tests' allow-lists admit, and the attacker is not. */
export const claimed = { four: "10.0.0.5", six: "2001:db8::5", networks: ["10.0.0.0/8", "2001:db8::/32"] };

const { four, six } = claimed;

export const forms: Readonly<Record<string, string | readonly string[]>> = {
  one: four,
  list: `${four}, 10.0.0.6`,
  "list that ends with the proxy": `${four}, 127.0.0.1`,
  "list that ends with the proxy's other address": `${four},::1`,
  "list of all spellings": `${four}, ::ffff:${four}, ${six}, [${six}]:1`,
  repeated: [four, "10.0.0.6"],
  "repeated, the proxy last": [four, "127.0.0.1"],
  "the proxy itself": "127.0.0.1",
  IPv6: six,
  "IPv6 written out": "2001:0db8:0000:0000:0000:0000:0000:0005",
  "IPv6 in brackets": `[${six}]`,
  "IPv6 with a port": `[${six}]:443`,
  "IPv6 with a zone": `${six}%eth0`,
  mapped: `::ffff:${four}`,
  "mapped in hex": "::ffff:a00:5",
  compatible: `::${four}`,
  port: `${four}:443`,
  quotes: `"${four}"`,
  "quotes and a port": `"${four}:443"`,
  "as Forwarded writes it": `for=${four};proto=https;by=127.0.0.1`,
  "as Forwarded writes IPv6": `for="[${six}]:443"`,
  "8 KB of hops": Array.from({ length: 760 }, () => four).join(", "),
  "8 KB of nothing": "9".repeat(7_900),
  "8 KB after the address": `${four}${" ".repeat(3_000)},${" ".repeat(4_000)}${four}`,
  empty: "",
  unknown: "unknown",
  garbage: "'; drop table sessions; --",
  octal: "012.0.0.5",
  hexadecimal: "0x0a000005",
  "two with a space": `${four} 10.0.0.6`,
  tabs: `\t${four}\t`,
};

/** Those that are read at all, then those that other programs read. */
export const readNames = ["X-Forwarded-For", "X-Real-IP", "Forwarded"];
export const otherNames = [
  "X-Client-IP",
  "True-Client-IP",
  "CF-Connecting-IP",
  "Fastly-Client-IP",
  "X-Cluster-Client-IP",
  "X-Original-Forwarded-For",
  "X-Forwarded",
  "Forwarded-For",
  "X-Originating-IP",
  "X-Remote-IP",
  "X-Remote-Addr",
  "Client-IP",
  "X_Real_IP",
  "X_Forwarded_For",
  "Via",
];

export interface Forgery {
  readonly label: string;
  readonly headers: Forged;
  /** Whether one of the names is read from a trusted proxy. */
  readonly read: boolean;
}

/** Several of 8 KB would be too large for any door. */
const shorter = (value: string | readonly string[]) =>
  typeof value === "string" ? value.slice(0, 2_000) : value;

export const forgeries: readonly Forgery[] = [
  ...[...readNames, ...otherNames].flatMap((name) =>
    Object.entries(forms).map(([form, value]) => ({
      label: `${name}: ${form}`,
      headers: { [name]: value },
      read: readNames.includes(name),
    })),
  ),
  ...Object.entries(forms).flatMap(([form, value]) => [
    {
      label: `all at once: ${form}`,
      headers: Object.fromEntries(readNames.map((name) => [name, shorter(value)])),
      read: true,
    },
    {
      label: `stripped by the way: ${form}`,
      headers: { "X-Forwarded-For": shorter(value), Connection: "X-Real-IP, X-Forwarded-For" },
      read: true,
    },
  ]),
];
