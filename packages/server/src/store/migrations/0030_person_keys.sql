-- One key per person (and one of the server's own), wrapped by the master key. Destroying a person's key erases
-- everything sealed under it, also in backups.
create table person_keys (
  key_id text primary key,
  owner text not null,
  wrapped bytea,
  master_key_id text not null,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
);

-- Two processes that need a new person's key at the same moment end up with one.
create unique index person_keys_current on person_keys (owner) where destroyed_at is null;
