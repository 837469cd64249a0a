CREATE TABLE network_events_event (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  network TEXT,
  programme TEXT,
  role TEXT NOT NULL,
  date TEXT NOT NULL,
  end_date TEXT,
  -- The last day, equal to `date` for an event of one day: what is past and what is to come is read along one key.
  last_date TEXT NOT NULL,
  starts_at BIGINT,
  ends_at BIGINT,
  mode TEXT NOT NULL,
  place TEXT,
  group_id TEXT,
  audience TEXT,
  summary TEXT NOT NULL,
  reason TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  description TEXT
);
CREATE INDEX network_events_event_by_date ON network_events_event (last_date, id);
CREATE INDEX network_events_event_by_update ON network_events_event (updated_at, id);

CREATE TABLE network_events_retrospective (
  event TEXT PRIMARY KEY,
  made_at BIGINT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  learnings TEXT NOT NULL,
  echoes TEXT NOT NULL
);

CREATE TABLE network_events_theme (
  event TEXT NOT NULL,
  position BIGINT NOT NULL,
  theme TEXT NOT NULL,
  PRIMARY KEY (event, position)
);

CREATE TABLE network_events_keyword (
  event TEXT NOT NULL,
  position BIGINT NOT NULL,
  keyword TEXT NOT NULL,
  PRIMARY KEY (event, position)
);

CREATE TABLE network_events_attachment (
  event TEXT NOT NULL,
  position BIGINT NOT NULL,
  type TEXT NOT NULL,
  label TEXT NOT NULL,
  link TEXT,
  blob TEXT,
  name TEXT,
  media_type TEXT,
  size BIGINT,
  PRIMARY KEY (event, position)
);
