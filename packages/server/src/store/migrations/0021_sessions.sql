create table devices (
  id text collate "C" primary key,
  person_id text collate "C" not null references people on delete cascade,
  name text not null,
  platform text not null,
  public_key jsonb,
  paired_at timestamptz not null
);
create index devices_person on devices (person_id);

-- A browser's session is found by the hash of its cookie; a device's is named in its access token and kept by refresh
-- tokens. An ended one stays a while, so that its credential is answered with "ended" and not with "wrong".
create table sessions (
  id text collate "C" primary key,
  person_id text collate "C" not null references people on delete cascade,
  device_id text collate "C" unique references devices on delete cascade,
  secret_hash bytea unique,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  check ((device_id is null) <> (secret_hash is null)),
  check ((ended_at is null) = (end_reason is null))
);
create index sessions_open on sessions (person_id) where ended_at is null;
create index sessions_expiry on sessions (expires_at);

-- The family of a device's refresh tokens is its session. One child a token, by constraint. `child` is the child's text,
-- sealed under a key that only the token itself gives, and wiped when the child is used.
create table refresh_tokens (
  token_hash bytea primary key,
  session_id text collate "C" not null references sessions on delete cascade,
  generation int not null,
  created_at timestamptz not null,
  used_at timestamptz,
  child bytea,
  unique (session_id, generation)
);

create table pairings (
  id text collate "C" primary key,
  session_id text collate "C" not null unique,
  token_hash bytea not null,
  person_id text collate "C" not null references people on delete cascade,
  -- As the record knows the actor; and the session it was made in, with which it dies.
  created_by text collate "C" not null,
  creator_session text collate "C" references sessions on delete cascade,
  state text not null check (state in ('waiting', 'awaiting_approval', 'used', 'dead')),
  attempts int not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  device_id text collate "C" references devices on delete set null
);
create index pairings_of_person on pairings (person_id);
create index pairings_expiry on pairings (expires_at);
