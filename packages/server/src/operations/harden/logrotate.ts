import { type Block, fill, words } from "./plain.ts";
import type { Plan } from "./plan.ts";

/**
 * No signal afterwards: the server notices the rename by itself. `su`: root does not follow links in a folder that
 * another user can write to. The files by name: a pattern would take the database's log along, which stays open.
 */
export const logrotateRules = ({ logs, account: { user, group } }: Plan): Block => fill`
${words(logs.audit ? [logs.audit, logs.access] : [logs.access])} {
    su ${user} ${group}
    daily
    rotate 90
    compress
    delaycompress
    missingok
    notifempty
    create 0640 ${user} ${group}
}
`;
