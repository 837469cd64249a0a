-- Elections to offices (domain.md, SM7). What the rules said when it was called stands here: a change of rules never changes an election under way.
CREATE TABLE plenary_election (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  office TEXT NOT NULL,
  body TEXT NOT NULL,
  electors TEXT NOT NULL,
  vacancies BIGINT NOT NULL,
  ballot TEXT NOT NULL,
  stage TEXT NOT NULL,
  secret BIGINT NOT NULL,
  tie_rule TEXT NOT NULL,
  list_parity TEXT NOT NULL,
  list_sharing TEXT NOT NULL,
  list_bonus_percent BIGINT NOT NULL,
  list_threshold_percent BIGINT NOT NULL,
  candidacies_until_ns BIGINT,
  until TEXT,
  session TEXT REFERENCES plenary_session (id),
  open_seats BIGINT NOT NULL,
  seed TEXT,
  called_ns BIGINT NOT NULL,
  proclaimed_ns BIGINT,
  reason TEXT,
  contest_reason TEXT,
  ruling_reason TEXT
);

CREATE TABLE plenary_list (
  id TEXT PRIMARY KEY,
  election TEXT NOT NULL REFERENCES plenary_election (id),
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  filed_by TEXT NOT NULL,
  standing BIGINT NOT NULL,
  tied BIGINT NOT NULL,
  gained BIGINT,
  UNIQUE (election, name)
);

-- `civility` is asked for the parity of a list alone, and forgotten at the proclamation.
CREATE TABLE plenary_candidacy (
  id TEXT PRIMARY KEY,
  election TEXT NOT NULL REFERENCES plenary_election (id),
  person TEXT NOT NULL,
  account TEXT,
  list TEXT REFERENCES plenary_list (id),
  position BIGINT NOT NULL,
  civility TEXT,
  statement TEXT,
  standing BIGINT NOT NULL,
  tied BIGINT NOT NULL,
  elected_round BIGINT,
  place BIGINT,
  filed_ns BIGINT NOT NULL
);

CREATE UNIQUE INDEX plenary_candidacy_once ON plenary_candidacy (election, person) WHERE standing = 1;

CREATE TABLE plenary_round (
  election TEXT NOT NULL REFERENCES plenary_election (id),
  round BIGINT NOT NULL,
  session TEXT NOT NULL REFERENCES plenary_session (id),
  opened_ns BIGINT NOT NULL,
  members BIGINT NOT NULL,
  voices BIGINT NOT NULL,
  counted_ns BIGINT,
  papers BIGINT,
  blank BIGINT,
  spoilt BIGINT,
  required BIGINT,
  PRIMARY KEY (election, round)
);

-- Counts alone, never who voted for whom: these papers have no other trace (invariant 12).
CREATE TABLE plenary_round_count (
  election TEXT NOT NULL,
  round BIGINT NOT NULL,
  choice TEXT NOT NULL,
  votes BIGINT NOT NULL,
  PRIMARY KEY (election, round, choice),
  FOREIGN KEY (election, round) REFERENCES plenary_round (election, round)
);

CREATE TABLE plenary_round_scrutineer (
  election TEXT NOT NULL,
  round BIGINT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (election, round, person),
  FOREIGN KEY (election, round) REFERENCES plenary_round (election, round)
);

-- The tickets of a draw, lowest first: SHA-256 of "seed:choice", for anybody to draw again.
CREATE TABLE plenary_ticket (
  election TEXT NOT NULL REFERENCES plenary_election (id),
  choice TEXT NOT NULL,
  ticket TEXT NOT NULL,
  PRIMARY KEY (election, choice)
);
