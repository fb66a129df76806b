-- How far the record has been looked through for what alerts; no row: alerts are off, and what happens meanwhile alerts nobody.
create table alert_cursor (
  only_one boolean primary key default true check (only_one),
  seq bigint not null
);

-- What is still to be told, to whom. A row names records and holds nothing of them: the message is written when it is
-- sent, so that what was erased until then is not in it. Delivered rows are deleted; the record says that they were.
create table alert_deliveries (
  id text collate "C" primary key,
  channel text collate "C" not null check (channel in ('mail', 'webhook')),
  -- A mail address; of the webhook the word itself.
  target text collate "C" not null,
  event text collate "C" not null,
  count bigint not null check (count > 0),
  -- At most three from each end; between them only the count is kept.
  first_seqs bigint[] not null,
  last_seqs bigint[] not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  created_at timestamptz not null,
  due_at timestamptz not null,
  -- From its first try on, a message says the same under the same id: what happens later waits in a row of its own.
  frozen boolean not null default false,
  attempts int not null default 0,
  first_tried_at timestamptz,
  problem text collate "C",
  -- By the database's own clock: servers may disagree about the time.
  claim text collate "C",
  claimed_until timestamptz,
  failed_at timestamptz
);
create unique index alert_deliveries_open on alert_deliveries (target, event) where not frozen;
create index alert_deliveries_frozen on alert_deliveries (target, event) where frozen;
create index alert_deliveries_due on alert_deliveries (channel, due_at) where failed_at is null;

-- Until when one message has been enough, and the how manieth window of the same storm that is.
create table alert_quiet (
  target text collate "C" not null,
  event text collate "C" not null,
  step int not null,
  until timestamptz not null,
  primary key (target, event)
);

-- For people: whether a channel works.
create table alert_channels (
  channel text collate "C" primary key check (channel in ('mail', 'webhook')),
  delivered_at timestamptz,
  problem text collate "C",
  problem_at timestamptz
);
