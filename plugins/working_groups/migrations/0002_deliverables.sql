-- What a group hands in. It never changes afterwards: a correction is a new deliverable.
CREATE TABLE working_groups_deliverable (
  id TEXT PRIMARY KEY,
  group_id TEXT NOT NULL REFERENCES working_groups_group (id),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  body TEXT NOT NULL,
  author TEXT NOT NULL,
  submitted_ns BIGINT NOT NULL
);

CREATE INDEX working_groups_deliverable_of ON working_groups_deliverable (group_id, submitted_ns);

CREATE TABLE working_groups_recommendation (
  deliverable TEXT NOT NULL REFERENCES working_groups_deliverable (id),
  number BIGINT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (deliverable, number)
);

-- A file of the blob store (blob, name, media_type, size) or a link.
CREATE TABLE working_groups_attachment (
  deliverable TEXT NOT NULL REFERENCES working_groups_deliverable (id),
  position BIGINT NOT NULL,
  type TEXT NOT NULL,
  label TEXT NOT NULL,
  blob TEXT,
  name TEXT,
  media_type TEXT,
  size BIGINT,
  link TEXT,
  PRIMARY KEY (deliverable, position)
);

-- The last number given in a series and a year: G-2026-003 follows G-2026-002.
CREATE TABLE working_groups_counter (
  series TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);
