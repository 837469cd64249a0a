-- What the seats and offices of a person give to their account, as the plugin members tells it; `accounts_role` is what was given by hand.
CREATE TABLE accounts_seated (
  account TEXT NOT NULL REFERENCES accounts_account (id),
  role TEXT NOT NULL,
  PRIMARY KEY (account, role)
);
