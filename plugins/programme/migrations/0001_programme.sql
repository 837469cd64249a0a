-- The work programme of a year (domain.md, SM2). `current` is the version in force, `working` the one being written or tabled.
CREATE TABLE programme_year (
  year BIGINT PRIMARY KEY,
  state TEXT NOT NULL,
  current BIGINT,
  working BIGINT,
  began_ns BIGINT NOT NULL
);

-- A version that was adopted never changes: an amendment is the next one.
CREATE TABLE programme_version (
  year BIGINT NOT NULL REFERENCES programme_year (year),
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  introduction TEXT,
  reason TEXT,
  adopted_on TEXT,
  session TEXT,
  vote TEXT,
  PRIMARY KEY (year, version)
);

-- A piece of work keeps its id from version to version.
CREATE TABLE programme_item (
  year BIGINT NOT NULL,
  version BIGINT NOT NULL,
  item TEXT NOT NULL,
  position BIGINT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  referral TEXT,
  starts_on TEXT,
  due_on TEXT,
  decision_on TEXT,
  decision TEXT,
  note TEXT,
  PRIMARY KEY (year, version, item),
  FOREIGN KEY (year, version) REFERENCES programme_version (year, version)
);

CREATE UNIQUE INDEX programme_item_referral ON programme_item (year, version, referral);

-- What happened to the programme of a year. Lines are only ever added.
CREATE TABLE programme_line (
  year BIGINT NOT NULL REFERENCES programme_year (year),
  position BIGINT NOT NULL,
  version BIGINT NOT NULL,
  step TEXT NOT NULL,
  at_ns BIGINT NOT NULL,
  decided_on TEXT,
  session TEXT,
  method TEXT,
  in_favour BIGINT,
  against BIGINT,
  abstained BIGINT,
  reason TEXT,
  PRIMARY KEY (year, position)
);

-- What this plugin was told of referrals: whether one can be put into a programme, and which group works on it.
CREATE TABLE programme_referral (
  reference TEXT PRIMARY KEY,
  ready BIGINT NOT NULL,
  group_id TEXT
);
