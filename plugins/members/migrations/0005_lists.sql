-- Who withdrew between the closing of a call and its draw: their codes are in the mark of the list, and in no lot.
CREATE TABLE members_left (
  call TEXT NOT NULL REFERENCES members_call (id),
  code TEXT NOT NULL,
  PRIMARY KEY (call, code)
);

INSERT INTO members_left (call, code)
SELECT a.call, a.code FROM members_application a JOIN members_call c ON c.id = a.call
WHERE c.method = 'sortition' AND a.state = 'withdrawn' AND a.decided_ns >= c.closed_ns
AND NOT EXISTS (SELECT 1 FROM members_draw d JOIN members_lot l ON l.draw = d.id WHERE d.call = a.call AND l.code = a.code);
