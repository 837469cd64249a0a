CREATE TABLE guestbook_entry (
  id TEXT PRIMARY KEY,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  written_ns BIGINT NOT NULL
);
CREATE INDEX guestbook_entry_written ON guestbook_entry (written_ns, id);
CREATE INDEX guestbook_entry_author ON guestbook_entry (author);
