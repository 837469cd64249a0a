-- Votes between options. plenary_vote.kind names how they are counted (plurality, approval, schulze, stv, majority_judgment); a ballot's
-- `choices` are ["o1", "o3"] when ticked, ["o1=2", "o3=1"] with ranks or with grades (0 = the best).
CREATE TABLE plenary_choice (
  vote TEXT PRIMARY KEY REFERENCES plenary_vote (id),
  winners BIGINT NOT NULL,
  seed TEXT,
  result TEXT
);

CREATE TABLE plenary_option (
  vote TEXT NOT NULL REFERENCES plenary_vote (id),
  id TEXT NOT NULL,
  position BIGINT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (vote, id)
);
