-- Which chain an object belongs to: 'referral:…', 'group:…', 'article:…', 'event:…'. Two chains become one when a link between them is told.
CREATE TABLE site_chain_member (
  object TEXT PRIMARY KEY,
  chain TEXT NOT NULL
);
CREATE INDEX site_chain_member_by_chain ON site_chain_member (chain);

-- What the public sees of a chain. An entry is named by what it tells ('article_published:<id>'): telling it twice is telling it once.
CREATE TABLE site_thread_entry (
  entry TEXT PRIMARY KEY,
  chain TEXT NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  path TEXT NOT NULL,
  date TEXT NOT NULL,
  told_at BIGINT NOT NULL,
  number BIGINT
);
CREATE INDEX site_thread_entry_by_chain ON site_thread_entry (chain, date, told_at);
