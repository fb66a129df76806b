import { type Advice, adviceFor, peersOf } from "./advice.ts";
import type { HardenFacts } from "./facts.ts";
import { type Block, fill, nothing, type Plain } from "./plain.ts";
import type { Plan } from "./plan.ts";
import { masterKeyCredential } from "./systemd.ts";

/** Where each file goes and in which order, for Debian and Ubuntu. */
export function readme(plan: Plan, facts: HardenFacts): Block {
  const { site, places, account, home, program, credentials, database, logs } = plan;
  const advice = adviceFor(plan, facts);
  return fill`
# Around Entobot at ${site.host}

No secret is in these files. Run the commands as root, in the folder of this page and in this order.

| file | goes to |
|---|---|
| \`nginx/entobot.conf\` | \`/etc/nginx/sites-available/entobot\` |
| \`fail2ban/filter.d/entobot.conf\` | \`/etc/fail2ban/filter.d/entobot.conf\` |
| \`fail2ban/jail.d/entobot.conf\` | \`/etc/fail2ban/jail.d/entobot.conf\` |
| \`logrotate/entobot\` | \`/etc/logrotate.d/entobot\` |
| \`systemd/entobot.service\` | \`/etc/systemd/system/entobot.service\` |
| \`certbot/deploy-hook.sh\` | \`/etc/entobot/deploy-hook.sh\` |
| \`ufw/rules.sh\`, \`postgresql/roles.sql\` | run where they are |

## 1. The configuration with it

\`\`\`json
{
  "network": {
    "public_url": "https://${site.host}${site.port === 443 ? nothing : fill`:${site.port}`}",
    "trusted_proxies": [${
      peersOf(plan)
        .map((peer) => JSON.stringify(peer))
        .join(", ") as Plain
    }]
  },
  "web": { "trust_forwarded": true }
}
\`\`\`

${
  advice.length === 0
    ? fill`The configuration that these files were written from says so already.`
    : fill`Still to do before these files fit:

${advice.map(adviceLine)}`
}

## 2. User, folders, secrets

\`\`\`sh
getent passwd ${account.user} >/dev/null || useradd --system --user-group --no-create-home --home-dir ${home} --shell /usr/sbin/nologin ${account.user}
install -d -m 0700 -o ${account.user} -g ${account.group} ${home}
install -d -m 0750 -o ${account.user} -g ${account.group} ${folderOf(logs.access)}
install -d -m 0700 -o ${account.user} -g ${account.group} ${plan.workspace}
install -d -m 0755 /etc/entobot
install -d -m 0700 ${places.credentials}
${plan.configFile ? fill`chown root:${account.group} ${plan.configFile} && chmod 0640 ${plan.configFile}\n` : nothing}\`\`\`

One file a secret, readable for root alone. A server that ran before keeps the two that it made, or nobody could read what is stored;
a file that is there is never replaced:

\`\`\`sh
(
  umask 077
  cd ${places.credentials}
  ls ${masterKeyCredential} || cp ${home}/secrets/master-key ${masterKeyCredential} || openssl rand -base64 32 > ${masterKeyCredential}
${credentials.map((name) => secretLine(name, home))}
)
\`\`\`

Keep a copy of \`${masterKeyCredential}\` apart from the backups. Then remove \`${home}/secrets/master-key\`: beside the data it protects nothing.

## 3. PostgreSQL

${
  database.external
    ? fill`On the machine of the database; the comments at its end are about TLS.`
    : fill`Not needed: the server runs its own. To move to one of your own later:`
}

\`\`\`sh
sudo -u postgres psql -X -f - postgres < postgresql/roles.sql
\`\`\`

## 4. The service

\`\`\`sh
cp systemd/entobot.service /etc/systemd/system/
systemctl daemon-reload
systemctl enable --now entobot
\`\`\`

It runs \`${program.folder}/bin/entobot.cjs\` with \`${program.node}\`; both must be readable for ${account.user} and writable for root alone.

## 5. Certificate and proxy

\`\`\`sh
install -m 0755 certbot/deploy-hook.sh /etc/entobot/deploy-hook.sh
install -d ${places.webroot}
certbot certonly --standalone -d ${site.host} --deploy-hook /etc/entobot/deploy-hook.sh
cp nginx/entobot.conf /etc/nginx/sites-available/entobot
ln -sf ../sites-available/entobot /etc/nginx/sites-enabled/entobot
nginx -t && systemctl reload nginx
certbot reconfigure --cert-name ${site.host} --webroot -w ${places.webroot}
\`\`\`

The first certificate comes before nginx has port 80; renewals go through nginx. Where IPv6 is switched off, delete the two lines with \`[::]\`.
Another certificate than certbot's: put its paths into \`channels.mobile.tls_cert\` and \`tls_key\` and write the files again.

## 6. Logs, bans, firewall

\`\`\`sh
cp logrotate/entobot /etc/logrotate.d/entobot
cp fail2ban/filter.d/entobot.conf /etc/fail2ban/filter.d/
cp fail2ban/jail.d/entobot.conf /etc/fail2ban/jail.d/
systemctl reload fail2ban
fail2ban-client status entobot
sh ufw/rules.sh
\`\`\`

Start the server before fail2ban: a jail whose log is not there yet does not start.

## Again

After a change of the configuration or of Entobot. Whoever writes the files must see the same secrets as the service:

\`\`\`sh
env ENTOBOT_HOME=${home} \\
${plan.configFile ? fill`  ENTOBOT_CONFIG=${plan.configFile} \\\n` : nothing}${credentials.map((name) => fill`  ${name}_FILE=${places.credentials}/${name} \\`)}
  ${program.node} ${program.folder}/bin/entobot.cjs harden --out FOLDER
\`\`\`
`;
}

const adviceLine = ({ key, text }: Advice): Block => `- \`${key}\` ${text}` as Block;

const folderOf = (file: Plain): Plain => file.slice(0, file.lastIndexOf("/")) as Plain;

/** Only the signing secret can be made here; the others somebody else gave out. */
const secretLine = (name: Plain, home: Plain): Block =>
  name === "JWT_SECRET"
    ? fill`  ls ${name} || cp ${home}/secrets/jwt-secret ${name} || openssl rand -base64 64 | tr -d '\\n' > ${name}`
    : fill`  ls ${name} || cat > ${name}    # paste it, Enter, Ctrl-D`;
