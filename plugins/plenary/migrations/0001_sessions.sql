-- A session of a body, its agenda, and whom its notice went to (domain.md, SM5).
CREATE TABLE plenary_session (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  title TEXT NOT NULL,
  mode TEXT NOT NULL,
  place TEXT,
  link TEXT,
  starts_ns BIGINT NOT NULL,
  state TEXT NOT NULL,
  convocation BIGINT NOT NULL,
  follows TEXT REFERENCES plenary_session (id),
  code TEXT NOT NULL,
  current_item TEXT,
  notice_days BIGINT,
  notice_respected BIGINT,
  urgency_reason TEXT,
  reason TEXT,
  changed_ns BIGINT NOT NULL,
  convened_ns BIGINT,
  opened_ns BIGINT,
  closed_ns BIGINT
);

CREATE INDEX plenary_session_when ON plenary_session (starts_ns, number);

CREATE TABLE plenary_item (
  id TEXT PRIMARY KEY,
  session TEXT NOT NULL REFERENCES plenary_session (id),
  parent TEXT REFERENCES plenary_item (id),
  position BIGINT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  note TEXT,
  matter_kind TEXT NOT NULL,
  matter TEXT,
  act TEXT NOT NULL,
  progress TEXT NOT NULL,
  reason TEXT
);

CREATE INDEX plenary_item_of ON plenary_item (session, position);
CREATE INDEX plenary_item_about ON plenary_item (matter_kind, matter);

CREATE TABLE plenary_paper (
  item TEXT NOT NULL REFERENCES plenary_item (id),
  position BIGINT NOT NULL,
  label TEXT NOT NULL,
  blob TEXT,
  name TEXT,
  media_type TEXT,
  size BIGINT,
  link TEXT,
  PRIMARY KEY (item, position)
);

-- What other plugins lay before a body. It waits, stands on an agenda, is decided, or is taken back.
CREATE TABLE plenary_matter (
  matter_kind TEXT NOT NULL,
  matter TEXT NOT NULL,
  act TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  tabled_ns BIGINT NOT NULL,
  PRIMARY KEY (matter_kind, matter)
);

-- The notice of a session, recipient by recipient: what proves that it was sent.
CREATE TABLE plenary_recipient (
  session TEXT NOT NULL REFERENCES plenary_session (id),
  seat TEXT NOT NULL,
  person TEXT NOT NULL,
  account TEXT,
  mail TEXT,
  PRIMARY KEY (session, seat, person)
);

CREATE TABLE plenary_counter (
  series TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);
