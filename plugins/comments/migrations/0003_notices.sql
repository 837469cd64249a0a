-- Who told of a comment without an account, and wants to know what came of it: both go once the answer is written (domain.md §4.3).
ALTER TABLE comments_report ADD COLUMN name TEXT;
ALTER TABLE comments_report ADD COLUMN email TEXT;
