-- What a session decided on: its minutes belong to the chain of each, which stay chains of their own.
CREATE TABLE site_session_matter (
  session TEXT NOT NULL,
  object TEXT NOT NULL,
  PRIMARY KEY (session, object)
);
