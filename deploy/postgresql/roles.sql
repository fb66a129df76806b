-- Written by "entobot harden". Change the configuration and write it again, not this file. Checksum 35728214c636cba0
-- As a superuser of PostgreSQL 15 or newer:  psql -X -f roles.sql postgres
-- Asks for two passwords, or takes ENTOBOT_OWNER_PASSWORD and ENTOBOT_APP_PASSWORD from the environment.
-- May be run again at any time.
\set ON_ERROR_STOP on
\set QUIET on
set client_min_messages = warning;
set log_statement = 'none';
set log_min_duration_statement = -1;
set log_min_error_statement = 'panic';
set password_encryption = 'scram-sha-256';

do $$ begin
  if exists (select from pg_roles where rolname in ('entobot_owner', 'entobot_app') and rolsuper) then
    raise exception 'One of these roles is a superuser. Entobot needs two ordinary ones: change the URLs and write this file again.';
  end if;
end $$;

-- The owner of the tables: migrates, and serves nothing.
select format('create role %I login', 'entobot_owner')
 where not exists (select from pg_roles where rolname = 'entobot_owner') \gexec
alter role "entobot_owner" with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
-- Serves, and owns nothing: the record is append-only for it by missing rights.
select format('create role %I login', 'entobot_app')
 where not exists (select from pg_roles where rolname = 'entobot_app') \gexec
alter role "entobot_app" with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;

\unset given
\getenv given ENTOBOT_OWNER_PASSWORD
select rolpassword is null as needed from pg_authid where rolname = 'entobot_owner' \gset
\if :{?given}
alter role "entobot_owner" password :'given';
\elif :needed
\echo Password of entobot_owner:
\password "entobot_owner"
\endif
\unset given
\unset given
\getenv given ENTOBOT_APP_PASSWORD
select rolpassword is null as needed from pg_authid where rolname = 'entobot_app' \gset
\if :{?given}
alter role "entobot_app" password :'given';
\elif :needed
\echo Password of entobot_app:
\password "entobot_app"
\endif
\unset given

select format('create database %I owner %I encoding ''UTF8'' template template0', 'entobot', 'entobot_owner')
 where not exists (select from pg_database where datname = 'entobot') \gexec
alter database "entobot" owner to "entobot_owner";
revoke all on database "entobot" from public;
revoke all on database "entobot" from "entobot_app";
grant connect on database "entobot" to "entobot_app";
-- The one must not be able to become the other.
select format('revoke %I from %I', 'entobot_owner', 'entobot_app')
  where pg_has_role('entobot_app', 'entobot_owner', 'MEMBER') \gexec
alter role "entobot_owner" in database "entobot" set search_path = public;
alter role "entobot_app" in database "entobot" set search_path = public;

\connect "entobot"
-- Where one role did everything until now, what it made becomes the owner's.
select format('reassign owned by %I to %I', 'entobot_app', 'entobot_owner')
 where exists (select from pg_class where relowner = 'entobot_app'::regrole) \gexec
revoke all on schema public from public;
grant usage on schema public to "entobot_app";

-- The wire. In postgresql.conf, with a certificate whose name is the host name of the two URLs:
--   ssl = on
--   ssl_cert_file = '/etc/postgresql/tls/server.crt'
--   ssl_key_file = '/etc/postgresql/tls/server.key'
--   ssl_min_protocol_version = 'TLSv1.2'
-- In pg_hba.conf, instead of every line that lets these roles in without TLS (ADDRESS: this server's, as /32 or /128):
--   hostssl  entobot  entobot_owner,entobot_app  ADDRESS  scram-sha-256
-- In Entobot's two URLs, so that the certificate and its name are checked:
--   postgresql://entobot_app:PASSWORD@db.example.internal:5432/entobot?sslmode=verify-full&sslrootcert=/etc/entobot/tls/database-ca.pem
--   postgresql://entobot_owner:PASSWORD@db.example.internal:5432/entobot?sslmode=verify-full&sslrootcert=/etc/entobot/tls/database-ca.pem
