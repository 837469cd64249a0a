-- The minutes of a session (domain.md, SM5). A draft is drawn from what happened, with the passages that the secretary writes; what is put
-- for approval is kept as one text, with the names of that day: official minutes keep them (invariant 15).
CREATE TABLE plenary_minutes (
  session TEXT NOT NULL REFERENCES plenary_session (id),
  version BIGINT NOT NULL,
  stage TEXT NOT NULL,
  correction TEXT,
  record TEXT,
  seal TEXT,
  approved_in TEXT,
  approved_on TEXT,
  published_ns BIGINT,
  PRIMARY KEY (session, version)
);

-- `item` is an item of the agenda, or "opening".
CREATE TABLE plenary_passage (
  session TEXT NOT NULL,
  version BIGINT NOT NULL,
  item TEXT NOT NULL,
  passage TEXT NOT NULL,
  PRIMARY KEY (session, version, item),
  FOREIGN KEY (session, version) REFERENCES plenary_minutes (session, version)
);
