/** Keyed, so that the table of counts tells nobody which addresses it is about. 32 bytes. */
export type HashKey = (key: string) => Buffer;

export const hexOf = (hash: Buffer): string => hash.toString("hex");
