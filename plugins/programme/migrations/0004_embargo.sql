-- Until then only those who read drafts learn which opinion answers a consultation. The acts of both kinds stay as they are: the sheet alone is silent.
ALTER TABLE programme_consultation ADD COLUMN embargo_ns BIGINT;
