import { deployHook } from "./certbot.ts";
import type { HardenFacts } from "./facts.ts";
import { fail2banFilter, fail2banJail } from "./fail2ban.ts";
import { logrotateRules } from "./logrotate.ts";
import { nginxSite } from "./nginx.ts";
import type { Block } from "./plain.ts";
import { type Plan, planFrom } from "./plan.ts";
import { databaseRoles } from "./postgresql.ts";
import { readme } from "./readme.ts";
import { type Comment, stamp } from "./stamp.ts";
import { systemdUnit } from "./systemd.ts";
import { ufwRules } from "./ufw.ts";

export interface WrittenFile {
  /** Below the folder that was asked for. */
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

/** Pinned: docs/surface.md names them. */
const templates: readonly (readonly [string, (plan: Plan, facts: HardenFacts) => Block, Comment])[] = [
  ["nginx/entobot.conf", nginxSite, "#"],
  ["fail2ban/filter.d/entobot.conf", fail2banFilter, "#"],
  ["fail2ban/jail.d/entobot.conf", fail2banJail, "#"],
  ["logrotate/entobot", logrotateRules, "#"],
  ["systemd/entobot.service", systemdUnit, "#"],
  ["ufw/rules.sh", ufwRules, "#"],
  ["postgresql/roles.sql", databaseRoles, "--"],
  ["certbot/deploy-hook.sh", deployHook, "#"],
  ["README.md", readme, "<!--"],
];

/** Pure: the same facts always give the same files. Throws a Failure("configuration") for values that fit into none. */
export function hardeningFiles(facts: HardenFacts): readonly WrittenFile[] {
  const plan = planFrom(facts);
  return templates.map(([path, template, comment]) => ({
    path,
    text: stamp(template(plan, facts), comment),
    executable: path.endsWith(".sh"),
  }));
}
