-- The reservations with which the plenary adopted a text; frozen and shown with it.
ALTER TABLE opinions_deliverable ADD COLUMN reservations TEXT;
