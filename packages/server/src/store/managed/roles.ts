/** Owns the tables and migrates. */
export const ownerRole = "entobot_owner";
/** Serves: owns nothing. */
export const appRole = "entobot_app";
export const databaseName = "entobot";

/** Run once, in single-user mode, before the data folder gets its name. One statement a line. */
export const bootstrapStatements = [
  `create role ${ownerRole} login`,
  `create role ${appRole} login`,
  `create database ${databaseName} owner ${ownerRole} template template0`,
  `revoke all on database ${databaseName} from public`,
  `grant connect on database ${databaseName} to ${appRole}`,
];

/** How the two roles reach the server behind this socket. */
export const urlsFor = (socketFolder: string): { appUrl: string; ownerUrl: string } => {
  const url = `postgresql:///${databaseName}?host=${encodeURIComponent(socketFolder)}`;
  return { appUrl: `${url}&user=${appRole}`, ownerUrl: `${url}&user=${ownerRole}` };
};
