-- What people have written into forms and not yet sent: the fields as they were, in JSON; no files.
CREATE TABLE hmc_draft (
  actor TEXT NOT NULL,
  path TEXT NOT NULL,
  fields TEXT NOT NULL,
  saved_ns BIGINT NOT NULL,
  PRIMARY KEY (actor, path)
);
CREATE INDEX hmc_draft_saved ON hmc_draft (saved_ns);
