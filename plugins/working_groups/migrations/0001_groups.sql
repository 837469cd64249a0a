-- A working group, opened on a referral of the work programme (domain.md, SM3).
CREATE TABLE working_groups_group (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  referral TEXT NOT NULL,
  title TEXT NOT NULL,
  mandate TEXT NOT NULL,
  state TEXT NOT NULL,
  resumes_as TEXT,
  visibility TEXT NOT NULL,
  planned_end TEXT NOT NULL,
  opened_ns BIGINT NOT NULL,
  closed_ns BIGINT
);

CREATE INDEX working_groups_referral ON working_groups_group (referral);

-- Themes (of the referral), methods and means.
CREATE TABLE working_groups_tag (
  group_id TEXT NOT NULL REFERENCES working_groups_group (id),
  family TEXT NOT NULL,
  position BIGINT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (group_id, family, value)
);

CREATE TABLE working_groups_person (
  group_id TEXT NOT NULL REFERENCES working_groups_group (id),
  account TEXT NOT NULL,
  part TEXT NOT NULL,
  joined_ns BIGINT NOT NULL,
  PRIMARY KEY (group_id, account)
);

CREATE TABLE working_groups_partner (
  group_id TEXT NOT NULL REFERENCES working_groups_group (id),
  position BIGINT NOT NULL,
  organisation TEXT NOT NULL,
  contact TEXT,
  account TEXT,
  added_ns BIGINT NOT NULL,
  PRIMARY KEY (group_id, organisation)
);

CREATE TABLE working_groups_phase (
  group_id TEXT NOT NULL REFERENCES working_groups_group (id),
  position BIGINT NOT NULL,
  phase TEXT NOT NULL,
  began_ns BIGINT NOT NULL,
  PRIMARY KEY (group_id, position)
);

CREATE TABLE working_groups_meeting (
  id TEXT PRIMARY KEY,
  group_id TEXT NOT NULL REFERENCES working_groups_group (id),
  starts_ns BIGINT NOT NULL,
  place TEXT,
  mode TEXT NOT NULL,
  public_notes TEXT,
  private_notes TEXT
);

CREATE INDEX working_groups_meeting_of ON working_groups_meeting (group_id, starts_ns);
