-- A call for applications. `list_mark` is published when it closes: the list was fixed before a seed was known.
CREATE TABLE members_call (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  body TEXT NOT NULL,
  category TEXT NOT NULL,
  college TEXT,
  places BIGINT NOT NULL,
  method TEXT NOT NULL,
  closes TEXT NOT NULL,
  state TEXT NOT NULL,
  list_mark TEXT,
  opened_ns BIGINT NOT NULL,
  closed_ns BIGINT
);

CREATE TABLE members_quota (
  call TEXT NOT NULL REFERENCES members_call (id),
  position BIGINT NOT NULL,
  dimension TEXT NOT NULL,
  value TEXT NOT NULL,
  least BIGINT NOT NULL,
  most BIGINT NOT NULL,
  PRIMARY KEY (call, position)
);

-- Deleted some months after the decision. `code` is a pseudonym, `token_hash` opens the applicant's own page.
CREATE TABLE members_application (
  id TEXT PRIMARY KEY,
  call TEXT NOT NULL REFERENCES members_call (id),
  code TEXT NOT NULL UNIQUE,
  token_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  gender TEXT NOT NULL,
  birth_year BIGINT,
  constituency TEXT,
  motivation TEXT,
  state TEXT NOT NULL,
  rank BIGINT,
  person TEXT REFERENCES members_person (id),
  received_ns BIGINT NOT NULL,
  decided_ns BIGINT
);
CREATE INDEX members_application_call ON members_application (call, state, rank);
CREATE INDEX members_application_decided ON members_application (decided_ns);

CREATE TABLE members_draw (
  id TEXT PRIMARY KEY,
  call TEXT NOT NULL UNIQUE REFERENCES members_call (id),
  seed TEXT NOT NULL,
  source TEXT NOT NULL,
  places BIGINT NOT NULL,
  drawn_ns BIGINT NOT NULL
);

-- What the lot was drawn from, without names: it stays when the applications are deleted, so that anybody can draw again.
CREATE TABLE members_lot (
  draw TEXT NOT NULL REFERENCES members_draw (id),
  code TEXT NOT NULL,
  rank BIGINT NOT NULL,
  drawn BIGINT NOT NULL,
  gender TEXT NOT NULL,
  age_class TEXT NOT NULL,
  constituency TEXT NOT NULL,
  PRIMARY KEY (draw, code)
);
