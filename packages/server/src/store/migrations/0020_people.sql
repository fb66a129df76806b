-- Addresses are stored in lower case. `password` is a PHC string of argon2id.
create table people (
  id text collate "C" primary key,
  email text collate "C" not null unique,
  name text not null,
  role text not null check (role in ('owner', 'admin', 'auditor', 'member')),
  status text not null check (status in ('invited', 'active', 'disabled')),
  password text,
  created_at timestamptz not null,
  last_seen_at timestamptz
);

-- One row at most: a hundred first owners at once meet this key, and one passes. It is also the lock under which owners
-- are demoted or disabled, so that two such changes cannot leave the server without one.
create table ownership (
  only_one boolean primary key default true check (only_one),
  claimed_by text collate "C" not null references people,
  claimed_at timestamptz not null
);

-- Of a person, or (null) the link that claims the server. At most one each: a new link replaces the old.
create table one_time_links (
  token_hash bytea primary key,
  person_id text collate "C" unique nulls not distinct references people on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
