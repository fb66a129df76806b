-- What the console stored, as one sealed document: no value of it can be read, exchanged or left out alone. Its version
-- is part of where it stands, so an older one put back under a newer number does not open.
create table stored_settings (
  only_one boolean primary key default true check (only_one),
  version bigint not null check (version > 0),
  key_id text collate "C" not null,
  sealed bytea not null,
  changed_at timestamptz not null
);
