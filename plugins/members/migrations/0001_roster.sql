-- An organisation holds seats through the persons that it names.
CREATE TABLE members_organisation (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  website TEXT,
  added_ns BIGINT NOT NULL
);

-- A person is neither an account nor a seat: `account` is set once they have one, seats are mandates.
CREATE TABLE members_person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT,
  gender TEXT NOT NULL,
  birth_year BIGINT,
  constituency TEXT,
  organisation TEXT REFERENCES members_organisation (id),
  account TEXT UNIQUE,
  added_ns BIGINT NOT NULL
);

CREATE TABLE members_seat (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  category TEXT NOT NULL,
  college TEXT,
  constituency TEXT,
  organisation TEXT REFERENCES members_organisation (id),
  created_ns BIGINT NOT NULL,
  closed_ns BIGINT
);
CREATE INDEX members_seat_body ON members_seat (body);

-- Who holds a seat, from when to when. Never deleted: what was signed and voted points here. `begins` and `until` are days as decided,
-- `began_ns` and `ended_ns` what happened; `until` is the last day.
CREATE TABLE members_mandate (
  id TEXT PRIMARY KEY,
  seat TEXT NOT NULL REFERENCES members_seat (id),
  person TEXT NOT NULL REFERENCES members_person (id),
  part TEXT NOT NULL,
  state TEXT NOT NULL,
  begins TEXT NOT NULL,
  until TEXT,
  legal_reference TEXT NOT NULL,
  appointed_ns BIGINT NOT NULL,
  charter_version BIGINT,
  charter_on TEXT,
  began_ns BIGINT,
  ended_ns BIGINT,
  end_reason TEXT
);
CREATE INDEX members_mandate_seat ON members_mandate (seat, part, state);
CREATE INDEX members_mandate_person ON members_mandate (person, state);

-- Domain, invariant 2: one titular at a time, one alternate; the store itself refuses a second.
CREATE UNIQUE INDEX members_mandate_one ON members_mandate (seat, part) WHERE state IN ('active', 'on_leave');

-- A titular on leave does not vote; the alternate does.
CREATE TABLE members_leave (
  mandate TEXT NOT NULL REFERENCES members_mandate (id),
  since_ns BIGINT NOT NULL,
  until_ns BIGINT,
  PRIMARY KEY (mandate, since_ns)
);

CREATE TABLE members_office (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES members_person (id),
  office TEXT NOT NULL,
  body TEXT NOT NULL,
  until TEXT,
  election TEXT,
  granted_ns BIGINT NOT NULL,
  ended_ns BIGINT
);
CREATE INDEX members_office_person ON members_office (person, ended_ns);
CREATE INDEX members_office_body ON members_office (body, office, ended_ns);

-- The roles that seats and offices gave to a person's account: what is there now, to compare with what should be.
CREATE TABLE members_given (
  account TEXT NOT NULL,
  role TEXT NOT NULL,
  person TEXT NOT NULL REFERENCES members_person (id),
  PRIMARY KEY (account, role)
);
