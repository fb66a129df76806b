-- What people wrote and were answered: titles, contents, tool arguments and results are sealed under the person's
-- key from the first row on. In the clear stand only ids, order, times, sizes and the name of the model.
create table conversations (
  conversation_id text primary key,
  person_id text not null,
  title_key_id text,
  title bytea,
  last_seq bigint not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((title is null) = (title_key_id is null))
);
create index conversations_of_person on conversations (person_id, updated_at desc, conversation_id desc);

-- Where a message without conversation goes: one per device, or per person for sessions without one.
create table default_conversations (
  scope text primary key,
  conversation_id text not null references conversations on delete cascade
);
create index default_conversations_conversation on default_conversations (conversation_id);

create table messages (
  conversation_id text not null references conversations on delete cascade,
  seq bigint not null check (seq > 0),
  message_id text not null,
  person_id text not null,
  role text not null check (role in ('user', 'assistant', 'tool')),
  key_id text not null,
  content bytea not null,
  -- Name, arguments, outcome and result of a tool call, as one sealed JSON text.
  tool bytea,
  model text,
  input_tokens integer,
  output_tokens integer,
  error text,
  -- The device (or session) that a person's message came from, the client's own id there, and a digest under the
  -- person's key by which a repeat with other content is told from a true repeat.
  client_scope text,
  client_id text,
  digest bytea,
  created_at timestamptz not null,
  primary key (conversation_id, seq)
);
create unique index messages_client on messages (client_scope, client_id) where client_id is not null;
create index messages_person on messages (person_id);

-- Turns that were promised and are not closed yet: written with the person's message, removed with the answer.
-- What is left here at a start was cut by a crash.
create table turns (
  conversation_id text not null references conversations on delete cascade,
  seq bigint not null,
  person_id text not null,
  started_at timestamptz not null,
  primary key (conversation_id, seq)
);
