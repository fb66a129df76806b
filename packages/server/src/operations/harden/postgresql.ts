import { type Block, fill } from "./plain.ts";
import type { Plan } from "./plan.ts";

/**
 * The owner migrates, the app serves and owns nothing: what it may do with each table, `start` grants at every
 * migration. Passwords come from a prompt or from the environment and reach the server as SCRAM verifiers or with
 * logging off; they never stand in a file or in arguments.
 */
export function databaseRoles({ database: { name, app, owner } }: Plan): Block {
  const role = (role: typeof app): Block => fill`
select format('create role %I login', '${role}')
 where not exists (select from pg_roles where rolname = '${role}') \\gexec
alter role "${role}" with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;`;
  const password = (
    role: typeof app,
    variable: "ENTOBOT_OWNER_PASSWORD" | "ENTOBOT_APP_PASSWORD",
  ): Block => fill`
\\unset given
\\getenv given ${variable as typeof app}
select rolpassword is null as needed from pg_authid where rolname = '${role}' \\gset
\\if :{?given}
alter role "${role}" password :'given';
\\elif :needed
\\echo Password of ${role}:
\\password "${role}"
\\endif
\\unset given`;
  return fill`
-- As a superuser of PostgreSQL 15 or newer:  psql -X -f roles.sql postgres
-- Asks for two passwords, or takes ENTOBOT_OWNER_PASSWORD and ENTOBOT_APP_PASSWORD from the environment.
-- May be run again at any time.
\\set ON_ERROR_STOP on
\\set QUIET on
set client_min_messages = warning;
set log_statement = 'none';
set log_min_duration_statement = -1;
set log_min_error_statement = 'panic';
set password_encryption = 'scram-sha-256';

do $$ begin
  if exists (select from pg_roles where rolname in ('${owner}', '${app}') and rolsuper) then
    raise exception 'One of these roles is a superuser. Entobot needs two ordinary ones: change the URLs and write this file again.';
  end if;
end $$;

-- The owner of the tables: migrates, and serves nothing.
${role(owner)}
-- Serves, and owns nothing: the record is append-only for it by missing rights.
${role(app)}

${password(owner, "ENTOBOT_OWNER_PASSWORD")}
${password(app, "ENTOBOT_APP_PASSWORD")}

select format('create database %I owner %I encoding ''UTF8'' template template0', '${name}', '${owner}')
 where not exists (select from pg_database where datname = '${name}') \\gexec
alter database "${name}" owner to "${owner}";
revoke all on database "${name}" from public;
revoke all on database "${name}" from "${app}";
grant connect on database "${name}" to "${app}";
-- The one must not be able to become the other.
select format('revoke %I from %I', '${owner}', '${app}')
  where pg_has_role('${app}', '${owner}', 'MEMBER') \\gexec
alter role "${owner}" in database "${name}" set search_path = public;
alter role "${app}" in database "${name}" set search_path = public;

\\connect "${name}"
-- Where one role did everything until now, what it made becomes the owner's.
select format('reassign owned by %I to %I', '${app}', '${owner}')
 where exists (select from pg_class where relowner = '${app}'::regrole) \\gexec
revoke all on schema public from public;
grant usage on schema public to "${app}";

-- The wire. In postgresql.conf, with a certificate whose name is the host name of the two URLs:
--   ssl = on
--   ssl_cert_file = '/etc/postgresql/tls/server.crt'
--   ssl_key_file = '/etc/postgresql/tls/server.key'
--   ssl_min_protocol_version = 'TLSv1.2'
-- In pg_hba.conf, instead of every line that lets these roles in without TLS (ADDRESS: this server's, as /32 or /128):
--   hostssl  ${name}  ${owner},${app}  ADDRESS  scram-sha-256
-- In Entobot's two URLs, so that the certificate and its name are checked:
--   postgresql://${app}:PASSWORD@db.example.internal:5432/${name}?sslmode=verify-full&sslrootcert=/etc/entobot/tls/database-ca.pem
--   postgresql://${owner}:PASSWORD@db.example.internal:5432/${name}?sslmode=verify-full&sslrootcert=/etc/entobot/tls/database-ca.pem
`;
}
