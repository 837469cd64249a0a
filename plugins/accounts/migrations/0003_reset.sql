-- Letters to who forgot their password. As with invitations, only the SHA-256 of the token is kept.
CREATE TABLE accounts_reset (
  token_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL UNIQUE REFERENCES accounts_account (id),
  sent_ns BIGINT NOT NULL
);
