import { readFile } from "node:fs/promises";
import { vouchesForItself } from "../../crypto/vouches-for-itself.ts";

/**
 * Who vouches for the listeners' certificate: its own chain where that holds the root, else the machine's authorities.
 * nginx takes no intermediate certificate as the end of a chain. What cannot be read is taken for a public one.
 */
export async function isItsOwnAnchor(chain: string | undefined): Promise<boolean> {
  if (chain === undefined) return false;
  return vouchesForItself(await readFile(chain, "latin1").catch(() => ""));
}
