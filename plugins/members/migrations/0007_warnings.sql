-- Who holds a seat was warned, by a decision of people: a mandate is deemed resigned after that alone. A warning that was taken back stays written.
CREATE TABLE members_warning (
  mandate TEXT NOT NULL REFERENCES members_mandate (id),
  warned_on TEXT NOT NULL,
  absences BIGINT,
  noted_ns BIGINT NOT NULL,
  lifted_ns BIGINT,
  PRIMARY KEY (mandate, noted_ns)
);
