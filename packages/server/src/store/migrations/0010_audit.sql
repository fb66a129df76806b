-- The record. An event is everything about what happened but its place; the chain gives it its place. The hashed bytes
-- are not stored a second time: they are written again from these columns, so that no column can differ from its hash.
create table audit_events (
  n bigint primary key,
  at bigint not null,
  event text collate "C" not null,
  outcome text collate "C" not null,
  severity text collate "C" not null,
  actor text collate "C" not null,
  device text collate "C",
  ip text collate "C",
  target text collate "C",
  details text collate "C" not null
);

-- Names of events, handed out in blocks: an event's name must be known before it is inserted, and costs no round trip.
create sequence audit_event_numbers increment by 1000;

-- Searches read newest first: by time, and within a millisecond by order of arrival.
create index audit_events_at on audit_events (at, n);
create index audit_events_event on audit_events (event, at, n);
create index audit_events_actor on audit_events (actor, at, n);
create index audit_events_device on audit_events (device, at, n) where device is not null;
create index audit_events_target on audit_events (target, at, n) where target is not null;

-- The primary key is what forbids a fork: two sealers that believe in the same head both insert the same `seq`, and one
-- that believes in an older head inserts a `seq` that is taken. A unique `prev` would say the same a second time, with an
-- index in random order that costs a quarter of all writing.
create table audit_chain (
  seq bigint primary key check (seq > 0),
  event_n bigint not null unique,
  prev bytea not null check (octet_length(prev) = 32),
  hash bytea not null check (octet_length(hash) = 32)
);

-- What opens the commitments of an event, sealed under its subject's key. Rows may be deleted: no hash covers them.
create table audit_values (
  event_n bigint primary key,
  owner text collate "C" not null,
  key_id text collate "C" not null,
  sealed bytea not null
);

-- Events that were committed and wait for their place in the chain. Empty most of the time.
create table audit_pending (
  event_n bigint primary key
);

-- How far each follower of the chain has come. `replaying`: it went back and writes lines again.
create table audit_followers (
  name text collate "C" primary key,
  seq bigint not null,
  replaying boolean not null default false
);

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the record is append-only: % on % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger audit_events_append_only before update or delete or truncate on audit_events
  for each statement execute function audit_refuse_change();
create trigger audit_chain_append_only before update or delete or truncate on audit_chain
  for each statement execute function audit_refuse_change();

-- What was answered to a request that may come again: same scope (session or operator), same key, same content.
create table idempotency (
  scope text collate "C" not null,
  key text collate "C" not null,
  fingerprint text collate "C" not null,
  created_at bigint not null,
  events bigint[] not null default '{}',
  owner text collate "C",
  key_id text collate "C",
  result bytea,
  primary key (scope, key)
);

create index idempotency_created_at on idempotency (created_at);
