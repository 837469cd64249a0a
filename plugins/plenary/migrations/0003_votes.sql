-- Votes (domain.md, SM6). `kind` is 'motion' for a vote for or against; other kinds have options and are counted by src/count.
CREATE TABLE plenary_vote (
  id TEXT PRIMARY KEY,
  session TEXT NOT NULL REFERENCES plenary_session (id),
  item TEXT NOT NULL REFERENCES plenary_item (id),
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  question TEXT NOT NULL,
  proposes TEXT NOT NULL,
  act TEXT NOT NULL,
  method TEXT NOT NULL,
  secret BIGINT NOT NULL CHECK (secret = 0 OR method = 'secret_paper'),
  stage TEXT NOT NULL,
  minutes BIGINT,
  prepared_ns BIGINT NOT NULL,
  opened_ns BIGINT,
  closes_ns BIGINT,
  closed_ns BIGINT,
  proclaimed_ns BIGINT,
  members BIGINT,
  present BIGINT,
  represented BIGINT,
  quorum_percent BIGINT,
  quorum_required BIGINT,
  quorum_counted BIGINT,
  majority TEXT,
  tie TEXT,
  per_college BIGINT,
  in_favour BIGINT,
  against BIGINT,
  abstained BIGINT,
  blank BIGINT,
  outcome TEXT,
  base BIGINT,
  required BIGINT,
  tie_broken BIGINT,
  decision TEXT,
  void_reason TEXT,
  contest_reason TEXT,
  ruling_reason TEXT
);

CREATE INDEX plenary_vote_of ON plenary_vote (session, number);
CREATE INDEX plenary_vote_on ON plenary_vote (item);

-- Who may vote, as it was when the vote opened: later arrivals and departures change nothing here (invariant 3).
-- `part` is present, represented (`holder` votes for that seat) or absent.
CREATE TABLE plenary_voter (
  vote TEXT NOT NULL REFERENCES plenary_vote (id),
  seat TEXT NOT NULL,
  person TEXT NOT NULL,
  account TEXT,
  college TEXT,
  weight BIGINT NOT NULL,
  part TEXT NOT NULL,
  holder TEXT,
  PRIMARY KEY (vote, seat)
);

-- One voice for each seat, however many devices send one. `choices` is a JSON array: ["for"], or options in the order of preference.
-- Of a vote on paper there is none: its counts alone are kept (invariant 12).
CREATE TABLE plenary_ballot (
  vote TEXT NOT NULL REFERENCES plenary_vote (id),
  voter_seat TEXT NOT NULL,
  choices TEXT NOT NULL,
  PRIMARY KEY (vote, voter_seat)
);

CREATE TABLE plenary_scrutineer (
  vote TEXT NOT NULL REFERENCES plenary_vote (id),
  seat TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (vote, seat)
);

CREATE TABLE plenary_college_count (
  vote TEXT NOT NULL REFERENCES plenary_vote (id),
  college TEXT NOT NULL,
  members BIGINT NOT NULL,
  in_favour BIGINT NOT NULL,
  against BIGINT NOT NULL,
  abstained BIGINT NOT NULL,
  base BIGINT,
  required BIGINT,
  adopted BIGINT,
  PRIMARY KEY (vote, college)
);
