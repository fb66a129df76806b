/**
 * Who may import whom: docs/architecture.md as data. Own folder is always allowed; `contract` is the package,
 * `client` the SDK. A domain is imported through its index.ts only.
 */
export const ground = ["host", "store", "crypto", "config", "net", "log", "pure", "contract"] as const;
export const domains = ["audit", "access", "identity", "privacy", "assistant", "operations"] as const;

export const floors: Readonly<Record<string, readonly string[]>> = {
  pure: ["contract"],
  crypto: ["pure", "contract"],
  config: ["pure", "contract"],
  net: ["pure", "contract"],
  log: ["pure", "contract"],
  host: ["pure", "crypto", "log", "contract"],
  store: ["pure", "log", "host", "contract"],
  audit: [...ground],
  access: [...ground, "audit"],
  identity: [...ground, "audit", "access"],
  privacy: [...ground, "audit", "access"],
  operations: [...ground, "audit", "access"],
  assistant: [...ground, "audit", "access", "privacy"],
  entry: ["audit", "access", "identity", "pure", "log", "contract"],
  http: ["entry", ...domains, "contract", "pure", "log"],
  realtime: ["entry", ...domains, "contract", "pure", "log"],
  compose: [...ground, ...domains, "entry", "http", "realtime"],
  cli: ["compose", ...domains, "config", "log", "pure", "contract", "client"],
};

/** Packages (and Node modules) that have exactly one owner. `main` is main.ts and compose.ts. */
export const singleOwners: Readonly<Record<string, readonly string[]>> = {
  "node:crypto": ["crypto"],
  jose: ["crypto"],
  pg: ["store"],
  fastify: ["http"],
  "node:child_process": ["host", "store"],
  undici: ["net"],
  nodemailer: ["net"],
};
