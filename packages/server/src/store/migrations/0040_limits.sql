-- Counts of limits and failures, so that a restart gives nobody new ones. Written over and over: the key is a keyed hash,
-- the cells are pairs of (moment in ms since the epoch, how many) as little-endian doubles.
create table limit_counts (
  kind text collate "C" not null,
  key_hash bytea not null check (octet_length(key_hash) = 32),
  cells bytea not null,
  expires_at timestamptz not null,
  primary key (kind, key_hash)
) with (fillfactor = 70);
create index limit_counts_expiry on limit_counts (expires_at);

-- Who is locked out, and the memory of it: the next lock of the same key is longer. `subject` is the address or the
-- e-mail address that the console shows; it is wiped when the lock is over.
create table lockouts (
  kind text collate "C" not null check (kind in ('address', 'account')),
  key_hash bytea not null check (octet_length(key_hash) = 32),
  subject text,
  level int not null,
  started_at timestamptz not null,
  until_at timestamptz not null,
  released_at timestamptz,
  primary key (kind, key_hash)
);
create index lockouts_until on lockouts (until_at);
create index lockouts_released on lockouts (released_at) where released_at is not null;
