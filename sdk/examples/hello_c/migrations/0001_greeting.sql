CREATE TABLE hello_c_greeting (
  message TEXT PRIMARY KEY,
  payload TEXT NOT NULL,
  written_ns BIGINT NOT NULL
);
