import { type Block, fill, nothing, type Plain, words } from "./plain.ts";
import type { Plan } from "./plan.ts";

export const masterKeyCredential = "entobot-master-key" as Plain;

export function systemdUnit(plan: Plan): Block {
  const { program, account, home, places, credentials, configFile } = plan;
  return fill`
[Unit]
Description=Entobot
Wants=network-online.target
After=network-online.target postgresql.service

[Service]
Type=exec
User=${account.user}
Group=${account.group}
UMask=0077
WorkingDirectory=/
Environment=HOME=${home} ENTOBOT_HOME=${home}
${configFile ? fill`Environment=ENTOBOT_CONFIG=${configFile}\n` : nothing}# Secrets: files that only root can read. The service gets them in memory, its environment names them only.
LoadCredential=${masterKeyCredential}:${places.credentials}/${masterKeyCredential}
${credentials.map((name) => loaded(name, places.credentials))}
ExecStart=${program.node} ${program.folder}/bin/entobot.cjs start
ExecReload=/bin/kill -HUP $MAINPID
# The server alone gets the signal: it ends its database itself, after the running answers.
KillMode=mixed
TimeoutStartSec=120
TimeoutStopSec=30
Restart=on-failure
RestartSec=2
# Wrong words, no permission, a refused configuration: the next try would end the same.
RestartPreventExitStatus=2 77 78
OOMPolicy=continue
LimitNOFILE=${2 * plan.mostSockets + 4096}
LimitCORE=0
TasksMax=512

${folders(plan)}
ProtectSystem=strict
PrivateTmp=yes
PrivateMounts=yes
PrivateDevices=yes
DevicePolicy=closed
ProtectProc=invisible
ProcSubset=pid
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
KeyringMode=private
RemoveIPC=yes

${rights(plan)}
NoNewPrivileges=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
# No MemoryDenyWriteExecute: Node compiles at run time.
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
# setpriv, which ties the database's life to the server's, calls it; there is no capability to be had.
SystemCallFilter=capset
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;
}

const loaded = (name: Plain, folder: Plain): Block => fill`
LoadCredential=${name}:${folder}/${name}
Environment=${name}_FILE=/run/credentials/%n/${name}`;

/** A port below 1024 is a privilege, and one that counts in the machine's own user namespace only. */
function rights({ upstreams }: Plan): Block {
  if (Object.values(upstreams).every(({ port }) => port >= 1024)) {
    return fill`CapabilityBoundingSet=\nAmbientCapabilities=\nPrivateUsers=yes`;
  }
  return fill`CapabilityBoundingSet=CAP_NET_BIND_SERVICE\nAmbientCapabilities=CAP_NET_BIND_SERVICE`;
}

/** What may be written, and what would otherwise be hidden with the homes and the temporary folders. */
function folders({ home, workspace, logs, program, configFile }: Plan): Block {
  const written = [
    ...new Set([home, workspace, ...[logs.access, logs.audit].flatMap((log) => folderOf(log) ?? [])]),
  ];
  const read = [program.folder, program.node, ...(configFile ? [configFile] : [])];
  const bound = outermost(written.filter(isHidden));
  const state = home.startsWith("/var/lib/") ? (home.slice("/var/lib/".length) as Plain) : undefined;
  const open = outermost(written.filter((path) => !isHidden(path) && !(state && isWithin(path, home))));
  const shown = outermost(read.filter(isHidden)).filter(
    (path) => !bound.some((outer) => isWithin(path, outer)),
  );
  return words2([
    state ? fill`StateDirectory=${state}\nStateDirectoryMode=0700` : nothing,
    open.length > 0 ? fill`ReadWritePaths=${words(open)}` : nothing,
    bound.length > 0 ? fill`BindPaths=${words(bound)}` : nothing,
    shown.length > 0 ? fill`BindReadOnlyPaths=${words(shown)}` : nothing,
    fill`ProtectHome=${([...bound, ...shown].some(isPersons) ? "tmpfs" : "yes") as Plain}`,
  ]);
}

const words2 = (lines: readonly Block[]): Block => fill`${lines.filter((line) => line !== nothing)}`;

const folderOf = (file: Plain | null): Plain | undefined =>
  file === null ? undefined : (file.slice(0, file.lastIndexOf("/")) as Plain);

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** ProtectHome= and PrivateTmp= hide these (systemd.exec). */
const persons = ["/home", "/root", "/run/user"];
const isPersons = (path: string): boolean => persons.some((folder) => isWithin(path, folder));
const isHidden = (path: string): boolean =>
  isPersons(path) || ["/tmp", "/var/tmp"].some((folder) => isWithin(path, folder));

const outermost = (paths: readonly Plain[]): readonly Plain[] =>
  paths.filter((path) => !paths.some((other) => other !== path && isWithin(path, other)));
