-- Who says that it belongs to what: 'article:…' to 'referral:…', 'event:…' to 'group:…'. An object that says it anew replaces what it said; a chain
-- is what these links join. site_chain_member and the chain of an entry keep that answer at hand, so that reading walks along no link.
CREATE TABLE site_link (
  object TEXT NOT NULL,
  other TEXT NOT NULL,
  PRIMARY KEY (object, other)
);
CREATE INDEX site_link_by_other ON site_link (other);

-- What was said of the chains of before is not known: each object stays joined to one of its chain until it says where it belongs. To the first
-- referral where there is one, for a referral never moves.
INSERT INTO site_link (object, other)
SELECT m.object, c.centre FROM site_chain_member m
JOIN (SELECT chain, COALESCE(MIN(CASE WHEN object LIKE 'referral:%' THEN object END), chain) AS centre FROM site_chain_member GROUP BY chain) c ON c.chain = m.chain
WHERE m.object <> c.centre;

-- Whose entry it is: when its object leaves a chain, it goes along. Until now its name and its path said it.
ALTER TABLE site_thread_entry ADD COLUMN object TEXT NOT NULL DEFAULT '';
UPDATE site_thread_entry SET object = CASE
  WHEN kind LIKE 'referral_%' THEN 'referral:' || SUBSTR(entry, LENGTH(kind) + 2)
  WHEN kind IN ('group_opened', 'group_closed') THEN 'group:' || SUBSTR(entry, LENGTH(kind) + 2)
  WHEN kind IN ('article_published', 'article_withdrawn', 'comments') THEN 'article:' || SUBSTR(entry, LENGTH(kind) + 2)
  WHEN kind IN ('event_announced', 'event_held', 'event_cancelled', 'retrospective_made') THEN 'event:' || SUBSTR(entry, LENGTH(kind) + 2)
  WHEN kind = 'deliverable_submitted' THEN 'group:' || SUBSTR(path, LENGTH('/groupes/') + 1)
  WHEN kind = 'uptake_published' THEN 'deliverable:' || SUBSTR(path, LENGTH('/avis/') + 1, LENGTH(path) - LENGTH('/avis/') - LENGTH('/suites'))
  WHEN kind = 'minutes_published' THEN SUBSTR(entry, LENGTH('minutes_published:') + LENGTH(path) - LENGTH('/seances/') + 2)
  ELSE 'deliverable:' || SUBSTR(entry, LENGTH(kind) + 2)
END;
CREATE INDEX site_thread_entry_by_object ON site_thread_entry (object);
