-- The reservations with which a text was adopted, as they were read out when the result was proclaimed (domain.md, SM4).
ALTER TABLE plenary_vote ADD COLUMN reservations TEXT;
