-- Who is in the room, who carries the voice of whom, who speaks.
CREATE TABLE plenary_attendance (
  session TEXT NOT NULL REFERENCES plenary_session (id),
  seat TEXT NOT NULL,
  position BIGINT NOT NULL,
  person TEXT NOT NULL,
  alternate BIGINT NOT NULL,
  how TEXT NOT NULL,
  came_ns BIGINT NOT NULL,
  left_ns BIGINT,
  PRIMARY KEY (session, seat, position)
);

-- A seat is taken by one person at a time, whoever writes it down twice.
CREATE UNIQUE INDEX plenary_attendance_once ON plenary_attendance (session, seat) WHERE left_ns IS NULL;

CREATE TABLE plenary_proxy (
  id TEXT PRIMARY KEY,
  session TEXT NOT NULL REFERENCES plenary_session (id),
  giver TEXT NOT NULL,
  giver_person TEXT NOT NULL,
  holder TEXT NOT NULL,
  holder_person TEXT NOT NULL,
  standing TEXT NOT NULL,
  given_ns BIGINT NOT NULL,
  ended_ns BIGINT,
  ended_why TEXT
);

CREATE UNIQUE INDEX plenary_proxy_once ON plenary_proxy (session, giver) WHERE standing = 'standing';
CREATE INDEX plenary_proxy_held ON plenary_proxy (session, holder);

-- The items that a proxy is for; without any it is for all.
CREATE TABLE plenary_proxy_item (
  proxy TEXT NOT NULL REFERENCES plenary_proxy (id),
  item TEXT NOT NULL,
  PRIMARY KEY (proxy, item)
);

CREATE TABLE plenary_speech (
  id TEXT PRIMARY KEY,
  session TEXT NOT NULL REFERENCES plenary_session (id),
  number BIGINT NOT NULL,
  item TEXT,
  seat TEXT NOT NULL,
  person TEXT NOT NULL,
  college TEXT,
  point_of_order BIGINT NOT NULL,
  progress TEXT NOT NULL,
  asked_ns BIGINT NOT NULL,
  began_ns BIGINT,
  ended_ns BIGINT
);

CREATE INDEX plenary_speech_of ON plenary_speech (session, progress, number);
-- One floor, and one place on the list for each.
CREATE UNIQUE INDEX plenary_speech_floor ON plenary_speech (session) WHERE progress = 'speaking';
CREATE UNIQUE INDEX plenary_speech_waiting ON plenary_speech (session, seat) WHERE progress = 'waiting';
