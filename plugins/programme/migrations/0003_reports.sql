-- The activity report of a year: passages that people write around figures that the house gives.
CREATE TABLE programme_report (
  year BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  version BIGINT NOT NULL,
  published_on TEXT,
  changed BIGINT NOT NULL,
  debated_on TEXT,
  debate_reference TEXT
);

CREATE TABLE programme_passage (
  year BIGINT NOT NULL REFERENCES programme_report (year),
  section TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (year, section)
);

-- A published version, whole: its passages and figures as JSON, so that nothing that happens later changes what was published.
CREATE TABLE programme_report_version (
  year BIGINT NOT NULL REFERENCES programme_report (year),
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  published_on TEXT NOT NULL,
  texts TEXT NOT NULL,
  figures TEXT NOT NULL,
  PRIMARY KEY (year, version)
);
