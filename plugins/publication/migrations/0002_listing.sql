-- A published article stands once in each list that it belongs to: 'all', 'theme', 'type', 'year', their combinations ('theme+year') and
-- 'keyword'. So a list is a walk along this key, and the time of a page does not grow with the number of articles.
CREATE TABLE publication_listing (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  date TEXT NOT NULL,
  article TEXT NOT NULL,
  PRIMARY KEY (kind, value, date, article)
);
CREATE INDEX publication_listing_by_article ON publication_listing (article, kind, value);

-- How many articles each list holds; changed in the transaction that changes the list.
CREATE TABLE publication_facet (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  label TEXT NOT NULL,
  articles BIGINT NOT NULL,
  PRIMARY KEY (kind, value)
);
CREATE INDEX publication_facet_by_size ON publication_facet (kind, articles, value);
