-- One thread for each article that was ever published; it opens and closes with the article.
CREATE TABLE comments_thread (
  article TEXT PRIMARY KEY,
  path TEXT NOT NULL,
  title TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT
);

CREATE TABLE comments_comment (
  id TEXT PRIMARY KEY,
  article TEXT NOT NULL,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  was_public BIGINT NOT NULL,
  submitted_at BIGINT NOT NULL,
  decided_at BIGINT,
  decided_by TEXT,
  reason TEXT,
  message TEXT
);
-- The identifiers are UUIDv7: their order is that of submission, so that each of these is a walk along one key.
CREATE INDEX comments_comment_by_article ON comments_comment (article, was_public, id);
CREATE INDEX comments_comment_by_state ON comments_comment (state, id);
CREATE INDEX comments_comment_by_author ON comments_comment (author, id);
