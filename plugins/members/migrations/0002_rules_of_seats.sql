-- Mandates in the assemblies of the authority: a person who holds one can hold no seat (CGCT, L5211-10-1; domain, invariant 1).
CREATE TABLE members_councillor (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES members_person (id),
  authority TEXT NOT NULL,
  begins TEXT NOT NULL,
  until TEXT,
  recorded_ns BIGINT NOT NULL
);
CREATE INDEX members_councillor_person ON members_councillor (person, begins);

CREATE TABLE members_charter (
  version BIGINT PRIMARY KEY,
  text TEXT NOT NULL,
  adopted_ns BIGINT NOT NULL
);

-- A term of a body, of one college of it when the renewal is partial.
CREATE TABLE members_term (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  body TEXT NOT NULL,
  college TEXT,
  begins TEXT NOT NULL,
  until TEXT NOT NULL,
  opened_ns BIGINT NOT NULL
);
CREATE INDEX members_term_body ON members_term (body, begins);
