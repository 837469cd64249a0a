-- The register of mandatory consultations: when each was asked, when its file was complete, its term, and what came of it.
CREATE TABLE programme_consultation (
  id TEXT PRIMARY KEY,
  referral TEXT UNIQUE,
  title TEXT NOT NULL,
  document TEXT NOT NULL,
  requested_on TEXT NOT NULL,
  completed_on TEXT,
  due_on TEXT,
  outcome TEXT,
  outcome_on TEXT,
  opinion TEXT,
  waiver TEXT
);

CREATE INDEX programme_consultation_term ON programme_consultation (outcome, due_on);

-- Its acts, in their order. Lines are only ever added: this is the evidence.
CREATE TABLE programme_consultation_act (
  consultation TEXT NOT NULL REFERENCES programme_consultation (id),
  position BIGINT NOT NULL,
  step TEXT NOT NULL,
  happened_on TEXT NOT NULL,
  at_ns BIGINT NOT NULL,
  note TEXT,
  actor TEXT NOT NULL,
  PRIMARY KEY (consultation, position)
);

-- The last number given in a year: RC-2026-003 follows RC-2026-002.
CREATE TABLE programme_counter (
  series TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);
