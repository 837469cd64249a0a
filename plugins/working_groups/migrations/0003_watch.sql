-- What a closed group keeps watch on, and until when.
ALTER TABLE working_groups_group ADD COLUMN watch_subject TEXT;
ALTER TABLE working_groups_group ADD COLUMN watch_until TEXT;
