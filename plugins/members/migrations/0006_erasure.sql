-- A person who was erased keeps their row, because seats, attendance and votes point to it: it says nothing of who they were.
ALTER TABLE members_person ADD COLUMN erased_ns BIGINT;
