-- Who was expected at a session that was held and neither came, nor was replaced, nor gave proxy: kept when it is closed, whatever becomes of the
-- mandate. And who was warned of it, by a decision of people: `session` is the last one that was counted.
CREATE TABLE plenary_absence (
  session TEXT NOT NULL REFERENCES plenary_session (id),
  seat TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (session, seat, person)
);

CREATE TABLE plenary_warning (
  session TEXT NOT NULL REFERENCES plenary_session (id),
  person TEXT NOT NULL,
  absences BIGINT NOT NULL,
  warned_ns BIGINT NOT NULL,
  PRIMARY KEY (session, person)
);
