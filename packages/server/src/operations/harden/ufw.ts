import { type Block, fill } from "./plain.ts";
import type { Plan } from "./plan.ts";
import type { Upstream } from "./upstreams.ts";

/** The listeners behind the proxy are on loopback and need no rule; one that is open gets its own. */
export function ufwRules({ site, upstreams }: Plan): Block {
  const open = Object.entries(upstreams).filter(([, { open }]) => open) as [
    keyof typeof upstreams,
    Upstream,
  ][];
  const names = { rest: "REST API", socket: "mobile channel", web: "console and phone app" } as const;
  return fill`
#!/bin/sh
# Closes this machine but for SSH and the proxy. SSH on another port than 22: SSH_PORT=2222 sh rules.sh
set -eu

ufw default deny incoming
ufw default allow outgoing
ufw limit "\${SSH_PORT:-22}/tcp" comment 'SSH'
ufw allow 80/tcp comment 'HTTP: certificate renewal and redirect'
ufw allow ${site.port}/tcp comment 'Entobot: HTTPS'
${[...open.map(([name, { port }]) => openRule(names[name], port)), enable]}
ufw status verbose
`;
}

const enable = "ufw --force enable" as Block;

const openRule = (what: "REST API" | "mobile channel" | "console and phone app", port: number): Block =>
  `ufw allow ${port}/tcp comment 'Entobot: ${what}, past the proxy'` as Block;
