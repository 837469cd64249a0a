-- A table that was laid out to be looked at before it is taken. Its text holds personal data: emptied once taken, deleted after some days.
CREATE TABLE members_import (
  id TEXT PRIMARY KEY,
  csv TEXT NOT NULL,
  state TEXT NOT NULL,
  laid_ns BIGINT NOT NULL
);
