CREATE TABLE villain_trace (
  message TEXT PRIMARY KEY,
  how TEXT NOT NULL
);
