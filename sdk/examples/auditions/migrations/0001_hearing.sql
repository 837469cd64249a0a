CREATE TABLE auditions_hearing (
  id TEXT PRIMARY KEY,
  group_id TEXT NOT NULL,
  heard TEXT NOT NULL,
  day TEXT NOT NULL,
  summary TEXT NOT NULL,
  cited BIGINT NOT NULL,
  recorded_ns BIGINT NOT NULL
);
CREATE INDEX auditions_hearing_group ON auditions_hearing (group_id, cited);
CREATE INDEX auditions_hearing_day ON auditions_hearing (cited, day, id);
