-- The body stands last: a list reads the columns before it and never touches its overflow pages.
CREATE TABLE publication_article (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  type TEXT NOT NULL,
  themes TEXT NOT NULL,
  keywords TEXT NOT NULL,
  date TEXT NOT NULL,
  date_precision TEXT NOT NULL,
  language TEXT NOT NULL,
  group_id TEXT,
  group_name TEXT,
  referral TEXT,
  event TEXT,
  origin TEXT,
  partners TEXT NOT NULL,
  version BIGINT NOT NULL,
  note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  publish_at BIGINT,
  published_at BIGINT,
  withdrawn_at BIGINT,
  reason TEXT NOT NULL,
  attachments TEXT NOT NULL,
  body TEXT NOT NULL
);
-- What editors have to finish, latest change first.
CREATE INDEX publication_article_by_state ON publication_article (state, updated_at, id);

-- Each text that an article had before an update.
CREATE TABLE publication_version (
  article TEXT NOT NULL,
  version BIGINT NOT NULL,
  saved_at BIGINT NOT NULL,
  note TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  type TEXT NOT NULL,
  themes TEXT NOT NULL,
  keywords TEXT NOT NULL,
  date TEXT NOT NULL,
  language TEXT NOT NULL,
  attachments TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (article, version)
);

CREATE TABLE publication_document (
  id TEXT PRIMARY KEY,
  article TEXT NOT NULL,
  blob TEXT NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL
);
CREATE INDEX publication_document_by_article ON publication_document (article);

-- Where an article came from: a deliverable, a retrospective, an item of the former site. One article for each source.
CREATE TABLE publication_source (
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  article TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  PRIMARY KEY (kind, source)
);
