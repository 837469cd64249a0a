-- A comment on a passage. `paragraph` is the paragraph that it stands at now; it follows the text from version to version.
CREATE TABLE opinions_remark (
  id TEXT PRIMARY KEY,
  deliverable TEXT NOT NULL REFERENCES opinions_deliverable (id),
  author TEXT NOT NULL,
  quote TEXT NOT NULL,
  paragraph TEXT NOT NULL,
  anchor TEXT NOT NULL,
  text TEXT NOT NULL,
  made_ns BIGINT NOT NULL,
  resolved_ns BIGINT
);
CREATE INDEX opinions_remark_of ON opinions_remark (deliverable, made_ns);

CREATE TABLE opinions_amendment (
  deliverable TEXT NOT NULL REFERENCES opinions_deliverable (id),
  number BIGINT NOT NULL,
  amends BIGINT,
  action TEXT NOT NULL,
  passage TEXT NOT NULL,
  proposed TEXT NOT NULL,
  reason TEXT NOT NULL,
  author TEXT NOT NULL,
  fate TEXT NOT NULL,
  bundle TEXT,
  place BIGINT NOT NULL,
  explanation TEXT,
  made_ns BIGINT NOT NULL,
  decided_ns BIGINT,
  PRIMARY KEY (deliverable, number)
);
CREATE INDEX opinions_amendment_by_fate ON opinions_amendment (fate, deliverable);
