-- A referral: what the council is asked to work on. `public_since_ns` is set when the plenary takes it into the programme; from then on
-- anybody may read its public part.
CREATE TABLE saisine_referral (
  reference TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  question TEXT NOT NULL,
  context TEXT,
  expected_by TEXT,
  contact TEXT,
  author TEXT NOT NULL,
  submitted_ns BIGINT NOT NULL,
  session_date TEXT,
  decision_reason TEXT,
  review_requested BIGINT NOT NULL,
  public_since_ns BIGINT,
  working_group TEXT
);

CREATE INDEX saisine_referral_author ON saisine_referral (author, number);

CREATE TABLE saisine_theme (
  reference TEXT NOT NULL REFERENCES saisine_referral (reference),
  position BIGINT NOT NULL,
  theme TEXT NOT NULL,
  PRIMARY KEY (reference, theme)
);

CREATE TABLE saisine_cosigner (
  reference TEXT NOT NULL REFERENCES saisine_referral (reference),
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (reference, position)
);

-- The admissibility grid as the bureau answered it.
CREATE TABLE saisine_answer (
  reference TEXT NOT NULL REFERENCES saisine_referral (reference),
  position BIGINT NOT NULL,
  criterion TEXT NOT NULL,
  met BIGINT NOT NULL,
  note TEXT,
  PRIMARY KEY (reference, criterion)
);

-- Every transition: who, when, from where to where, why. Lines are only ever added.
CREATE TABLE saisine_history (
  reference TEXT NOT NULL REFERENCES saisine_referral (reference),
  position BIGINT NOT NULL,
  step TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  reason TEXT,
  message TEXT,
  actor TEXT NOT NULL,
  at_ns BIGINT NOT NULL,
  PRIMARY KEY (reference, position)
);

-- The last number given in a kind and a year: S-2026-003 follows S-2026-002.
CREATE TABLE saisine_counter (
  series TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);
