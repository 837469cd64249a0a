-- The kernel's own tables. INTEGER PRIMARY KEY is SQLite's row number (a BIGINT key would cost a second tree for each event);
-- PostgreSQL takes 0001_kernel.postgresql.sql in its place. Times are nanoseconds since 1970 UTC.

-- Append-only: outbox, history and audit trail in one. `leaf_hash` and `checkpoint` wait for the sealer.
CREATE TABLE hmc_event (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  major BIGINT NOT NULL,
  subject TEXT NOT NULL,
  time_ns BIGINT NOT NULL,
  actor TEXT NOT NULL,
  tenant TEXT NOT NULL,
  correlation TEXT NOT NULL,
  causation TEXT NOT NULL,
  traceparent TEXT NOT NULL,
  content_type TEXT NOT NULL,
  payload TEXT NOT NULL,
  leaf_hash TEXT,
  checkpoint BIGINT
);
CREATE INDEX hmc_event_subject ON hmc_event (subject, seq);

-- An event that waits for one consumer. Only the oldest of a (consumer, subject) has a due time; those behind it have none,
-- so that looking for work reads one index from its beginning and never walks what is blocked.
CREATE TABLE hmc_delivery (
  id INTEGER PRIMARY KEY,
  event_seq BIGINT NOT NULL,
  consumer TEXT NOT NULL,
  subject TEXT NOT NULL,
  due_ns BIGINT,
  attempts BIGINT NOT NULL,
  UNIQUE (consumer, subject, event_seq)
);
CREATE INDEX hmc_delivery_due ON hmc_delivery (due_ns, event_seq);

CREATE TABLE hmc_inbox (
  consumer TEXT NOT NULL,
  event_seq BIGINT NOT NULL,
  taken_ns BIGINT NOT NULL,
  PRIMARY KEY (consumer, event_seq)
);

-- AUTOINCREMENT: a job that is running while its key is given anew must never find its number on the new one.
CREATE TABLE hmc_job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type TEXT NOT NULL,
  job_key TEXT NOT NULL,
  payload TEXT NOT NULL,
  correlation TEXT NOT NULL,
  causation TEXT NOT NULL,
  traceparent TEXT NOT NULL,
  due_ns BIGINT NOT NULL,
  attempts BIGINT NOT NULL
);
CREATE INDEX hmc_job_due ON hmc_job (due_ns, id);
CREATE INDEX hmc_job_type_key ON hmc_job (type, job_key);

CREATE TABLE hmc_dead_letter (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  consumer TEXT NOT NULL,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  problem TEXT NOT NULL,
  time_ns BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  event_seq BIGINT,
  job_key TEXT NOT NULL,
  correlation TEXT NOT NULL,
  causation TEXT NOT NULL,
  traceparent TEXT NOT NULL
);

CREATE TABLE hmc_idempotency (
  actor TEXT NOT NULL,
  command TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  payload TEXT NOT NULL,
  answered_ns BIGINT NOT NULL,
  PRIMARY KEY (actor, command, idempotency_key)
);
CREATE INDEX hmc_idempotency_answered ON hmc_idempotency (answered_ns);

CREATE TABLE hmc_grant (
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  scope TEXT NOT NULL,
  PRIMARY KEY (actor, role, scope)
);

CREATE TABLE hmc_session (
  id_hash TEXT PRIMARY KEY,
  actor TEXT NOT NULL,
  csrf TEXT NOT NULL,
  created_ns BIGINT NOT NULL,
  seen_ns BIGINT NOT NULL,
  expires_ns BIGINT NOT NULL
);
CREATE INDEX hmc_session_actor ON hmc_session (actor);
CREATE INDEX hmc_session_expires ON hmc_session (expires_ns);

-- Filled by the sealer, in a later issue.
CREATE TABLE hmc_checkpoint (
  number BIGINT PRIMARY KEY,
  tree_size BIGINT NOT NULL,
  root_hash TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  time_ns BIGINT NOT NULL,
  key_id TEXT NOT NULL,
  signature TEXT NOT NULL
);

CREATE TABLE hmc_meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
