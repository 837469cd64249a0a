-- A referral to its end: who decided and how, what it was merged into, what the authority was sent and answered, how the council followed it.
ALTER TABLE saisine_referral ADD COLUMN document TEXT;
ALTER TABLE saisine_referral ADD COLUMN requested_on TEXT;
ALTER TABLE saisine_referral ADD COLUMN due_on TEXT;
ALTER TABLE saisine_referral ADD COLUMN decided_by TEXT;
ALTER TABLE saisine_referral ADD COLUMN decision_ground TEXT;
ALTER TABLE saisine_referral ADD COLUMN session TEXT;
ALTER TABLE saisine_referral ADD COLUMN vote TEXT;
ALTER TABLE saisine_referral ADD COLUMN in_favour BIGINT;
ALTER TABLE saisine_referral ADD COLUMN against BIGINT;
ALTER TABLE saisine_referral ADD COLUMN abstained BIGINT;
ALTER TABLE saisine_referral ADD COLUMN merged_into TEXT;
ALTER TABLE saisine_referral ADD COLUMN opinion TEXT;
ALTER TABLE saisine_referral ADD COLUMN transmitted_on TEXT;
ALTER TABLE saisine_referral ADD COLUMN answer_due TEXT;
ALTER TABLE saisine_referral ADD COLUMN follow_up_plan TEXT;
ALTER TABLE saisine_referral ADD COLUMN closing_review TEXT;

-- The other referral of a merger, on both sides of it.
ALTER TABLE saisine_history ADD COLUMN other TEXT;
