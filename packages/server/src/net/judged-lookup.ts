import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { type AddressKind, judgeAddress } from "./judge-address.ts";
import { OutboundRefused } from "./outbound-error.ts";

export type Resolve = (
  host: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

const systemResolve: Resolve = (host, done) =>
  lookup(host, { all: true, order: "verbatim" }, (error, addresses) => done(error, addresses ?? []));

/**
 * One look-up a connection; the connection goes to the addresses that were judged and to no others. One forbidden
 * address among the answers refuses all: a name that points both ways is an attack or a mistake.
 */
export function judgedLookup(
  allowed: ReadonlySet<AddressKind>,
  resolve: Resolve = systemResolve,
): LookupFunction {
  return (host, options, callback) => {
    resolve(host, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const forbidden = addresses.some(({ address }) => !allowed.has(judgeAddress(address)));
      const [first] = addresses;
      if (forbidden || !first) return callback(new OutboundRefused("address"), "", 0);
      if (options.all) return callback(null, [...addresses]);
      return callback(null, first.address, first.family);
    });
  };
}
