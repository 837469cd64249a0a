-- When a document was laid beside its item, and how many days before the session the rules wanted it when the session was convened. Of what was
-- laid before this was kept, nothing is said.
ALTER TABLE plenary_paper ADD COLUMN laid_ns BIGINT;
ALTER TABLE plenary_session ADD COLUMN papers_days BIGINT;
