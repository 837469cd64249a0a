-- A person's account. `phc` is the argon2id string of the password, empty until the invitation is accepted.
CREATE TABLE accounts_account (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  phc TEXT NOT NULL,
  state TEXT NOT NULL,
  created_ns BIGINT NOT NULL
);

CREATE TABLE accounts_role (
  account TEXT NOT NULL REFERENCES accounts_account (id),
  role TEXT NOT NULL,
  PRIMARY KEY (account, role)
);

-- Only the SHA-256 of the token is kept: who reads the store cannot accept an invitation.
CREATE TABLE accounts_invitation (
  token_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL UNIQUE REFERENCES accounts_account (id),
  expires_ns BIGINT NOT NULL
);
