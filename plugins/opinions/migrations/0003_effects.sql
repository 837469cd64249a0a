-- What was frozen, and the canonical form whose fingerprint is shown. A row here never changes.
CREATE TABLE opinions_final (
  deliverable TEXT NOT NULL REFERENCES opinions_deliverable (id),
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  body TEXT NOT NULL,
  proposals TEXT NOT NULL,
  hearings TEXT NOT NULL,
  canonical TEXT NOT NULL,
  hash TEXT NOT NULL,
  note TEXT,
  made_ns BIGINT NOT NULL,
  PRIMARY KEY (deliverable, version)
);

-- A recommendation once its deliverable is frozen: its number never changes. `answer` and `step` are the latest of their tables.
CREATE TABLE opinions_recommendation (
  deliverable TEXT NOT NULL REFERENCES opinions_deliverable (id),
  number BIGINT NOT NULL,
  text TEXT NOT NULL,
  addressee TEXT,
  theme TEXT,
  answer TEXT,
  first_answered TEXT,
  step TEXT,
  PRIMARY KEY (deliverable, number)
);

CREATE TABLE opinions_answer (
  deliverable TEXT NOT NULL,
  number BIGINT NOT NULL,
  position BIGINT NOT NULL,
  answer TEXT NOT NULL,
  text TEXT,
  date TEXT NOT NULL,
  in_charge TEXT,
  deliberation TEXT,
  author TEXT NOT NULL,
  entered_ns BIGINT NOT NULL,
  PRIMARY KEY (deliverable, number, position)
);

CREATE TABLE opinions_step (
  deliverable TEXT NOT NULL,
  number BIGINT NOT NULL,
  position BIGINT NOT NULL,
  step TEXT NOT NULL,
  text TEXT,
  date TEXT NOT NULL,
  author TEXT NOT NULL,
  entered_ns BIGINT NOT NULL,
  PRIMARY KEY (deliverable, number, position)
);

CREATE TABLE opinions_recipient (
  id TEXT PRIMARY KEY,
  deliverable TEXT NOT NULL REFERENCES opinions_deliverable (id),
  position BIGINT NOT NULL,
  capacity TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  token TEXT NOT NULL UNIQUE,
  received_ns BIGINT
);
CREATE INDEX opinions_recipient_of ON opinions_recipient (deliverable, position);

-- What a local actor does with a recommendation. The contact serves moderation and is forgotten once the story has its end.
CREATE TABLE opinions_uptake (
  id TEXT PRIMARY KEY,
  deliverable TEXT NOT NULL REFERENCES opinions_deliverable (id),
  number BIGINT NOT NULL,
  actor_name TEXT NOT NULL,
  action_text TEXT NOT NULL,
  link TEXT,
  contact TEXT,
  token TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  result TEXT,
  reported_state TEXT,
  reported_result TEXT,
  explanation TEXT,
  declared_ns BIGINT NOT NULL,
  published TEXT
);
CREATE INDEX opinions_uptake_of ON opinions_uptake (deliverable, number, declared_ns);
CREATE INDEX opinions_uptake_by_state ON opinions_uptake (state, declared_ns);
