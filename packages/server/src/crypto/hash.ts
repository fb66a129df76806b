import { hash } from "node:crypto";

/** SHA-256 (FIPS 180-4) of bytes, or of the UTF-8 of a text. */
export const sha256 = (content: string | Buffer): Buffer => hash("sha256", content, "buffer");

/** The same as 64 lower-case hexadecimal characters. */
export const sha256Hex = (content: string | Buffer): string => hash("sha256", content, "hex");
