-- The organisation outside the council in whose name a referral was filed (domain.md, SM1: partner_request).
ALTER TABLE saisine_referral ADD COLUMN organisation TEXT;
