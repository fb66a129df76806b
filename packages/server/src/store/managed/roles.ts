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

/**
 * How the two roles reach the server behind this socket. Port, SSL and options are written out, because the driver
 * would take them from PGPORT, PGSSLMODE and PGOPTIONS of whoever started us.
 */
export const urlsFor = (socketFolder: string): { appUrl: string; ownerUrl: string } => {
  const query = new URLSearchParams({
    ...{ host: socketFolder, port: "5432", sslmode: "disable", options: "-c search_path=public" },
  });
  const url = `postgresql:///${databaseName}?${query}`.replaceAll("+", "%20");
  return { appUrl: `${url}&user=${appRole}`, ownerUrl: `${url}&user=${ownerRole}` };
};
