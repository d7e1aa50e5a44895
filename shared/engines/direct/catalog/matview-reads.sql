-- For each materialised view of the user, the other materialised views it reads: directly, or through views. PostgreSQL 9.5+.
WITH RECURSIVE reads AS (
  SELECT DISTINCT r.ev_class AS reader, d.refobjid AS relation
  FROM pg_rewrite r
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
  WHERE d.refobjid <> r.ev_class
), reached AS (
  SELECT m.oid AS matview, reads.relation
  FROM pg_class m
  JOIN reads ON reads.reader = m.oid
  WHERE m.relkind = 'm'
  UNION
  SELECT reached.matview, reads.relation
  FROM reached
  JOIN pg_class c ON c.oid = reached.relation AND c.relkind = 'v'
  JOIN reads ON reads.reader = c.oid
)
SELECT DISTINCT reached.matview, reached.relation AS reads
FROM reached
JOIN pg_class c ON c.oid = reached.relation AND c.relkind = 'm'
WHERE reached.relation <> reached.matview
ORDER BY 1, 2
