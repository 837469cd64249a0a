CREATE TABLE newcomer_entry (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  added_ns BIGINT NOT NULL
);
CREATE UNIQUE INDEX newcomer_entry_title ON newcomer_entry (title);
CREATE INDEX newcomer_entry_added ON newcomer_entry (added_ns, id);
