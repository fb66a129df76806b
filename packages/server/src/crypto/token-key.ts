import { hash } from "node:crypto";

/** A short name for a token in memory, so that no list of whole tokens lies in a heap dump. */
export const tokenKey = (token: string): string => hash("sha256", token, "base64url");
