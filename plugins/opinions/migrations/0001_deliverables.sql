-- A deliverable on its way: domain.md, SM4. What is written stands in its versions; what was frozen stands in opinions_final.
CREATE TABLE opinions_deliverable (
  id TEXT PRIMARY KEY,
  group_id TEXT NOT NULL,
  referral TEXT,
  kind TEXT NOT NULL,
  handed_in BIGINT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  themes TEXT NOT NULL,
  opened_ns BIGINT NOT NULL,
  moved_ns BIGINT NOT NULL,
  explanation TEXT,
  session TEXT,
  vote TEXT,
  decided TEXT,
  in_favour BIGINT,
  against BIGINT,
  abstained BIGINT,
  irregular BIGINT NOT NULL,
  annulled TEXT,
  reference TEXT,
  final_version BIGINT NOT NULL,
  hash TEXT,
  expects_response BIGINT NOT NULL,
  transmitted TEXT,
  due TEXT,
  embargo_ns BIGINT,
  message TEXT,
  shown TEXT,
  public_ns BIGINT,
  overdue BIGINT NOT NULL,
  reminders BIGINT NOT NULL DEFAULT 0,
  complete_ns BIGINT
);
CREATE UNIQUE INDEX opinions_deliverable_reference ON opinions_deliverable (reference);
CREATE INDEX opinions_deliverable_of_group ON opinions_deliverable (group_id, opened_ns);
CREATE INDEX opinions_deliverable_of_referral ON opinions_deliverable (referral);
CREATE INDEX opinions_deliverable_by_state ON opinions_deliverable (state, moved_ns);
CREATE INDEX opinions_deliverable_shown ON opinions_deliverable (shown, id);

CREATE TABLE opinions_theme (
  deliverable TEXT NOT NULL REFERENCES opinions_deliverable (id),
  theme TEXT NOT NULL,
  PRIMARY KEY (deliverable, theme)
);

-- Each text that a draft had. Proposals and hearings are JSON: they are only ever read with the text that they stand in.
CREATE TABLE opinions_version (
  deliverable TEXT NOT NULL REFERENCES opinions_deliverable (id),
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  body TEXT NOT NULL,
  proposals TEXT NOT NULL,
  hearings TEXT NOT NULL,
  note TEXT,
  author TEXT NOT NULL,
  made_ns BIGINT NOT NULL,
  PRIMARY KEY (deliverable, version)
);

CREATE TABLE opinions_author (
  deliverable TEXT NOT NULL REFERENCES opinions_deliverable (id),
  account TEXT NOT NULL,
  added_ns BIGINT NOT NULL,
  PRIMARY KEY (deliverable, account)
);

CREATE TABLE opinions_statement (
  deliverable TEXT NOT NULL REFERENCES opinions_deliverable (id),
  position BIGINT NOT NULL,
  signatories TEXT NOT NULL,
  statement TEXT NOT NULL,
  author TEXT NOT NULL,
  annexed_ns BIGINT NOT NULL,
  PRIMARY KEY (deliverable, position)
);

-- The last number given in a series and a year: AVIS-2026-03 follows AVIS-2026-02.
CREATE TABLE opinions_counter (
  series TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);
