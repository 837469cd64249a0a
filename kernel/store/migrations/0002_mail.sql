-- Letters that plugins wrote: the outbox, and the proof of what became of each. Times are nanoseconds since
-- 1970 UTC; `due_ns` is NULL once a letter has ended.
CREATE TABLE hmc_letter (
  id TEXT PRIMARY KEY,
  plugin TEXT NOT NULL,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  calendar TEXT NOT NULL,
  written_ns BIGINT NOT NULL,
  state TEXT NOT NULL,
  since_ns BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  words TEXT NOT NULL,
  due_ns BIGINT
);
CREATE INDEX hmc_letter_due ON hmc_letter (due_ns, id);
CREATE INDEX hmc_letter_state ON hmc_letter (state, since_ns);
