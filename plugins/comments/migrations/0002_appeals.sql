-- What its author said against a refusal, once, and what another moderator answered (domain.md, SM11).
ALTER TABLE comments_comment ADD COLUMN grounds TEXT;
ALTER TABLE comments_comment ADD COLUMN appealed_at BIGINT;
ALTER TABLE comments_comment ADD COLUMN ruling TEXT;
ALTER TABLE comments_comment ADD COLUMN ruled_at BIGINT;
ALTER TABLE comments_comment ADD COLUMN ruled_by TEXT;

-- Who told of a published comment, and what a moderator made of it; `outcome` is NULL until then.
CREATE TABLE comments_report (
  id TEXT PRIMARY KEY,
  comment TEXT NOT NULL REFERENCES comments_comment (id),
  reporter TEXT NOT NULL,
  reason TEXT NOT NULL,
  explanation TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  outcome TEXT,
  settled_at BIGINT,
  settled_by TEXT
);
CREATE INDEX comments_report_open ON comments_report (outcome, made_at);
CREATE INDEX comments_report_of ON comments_report (comment, reporter);
