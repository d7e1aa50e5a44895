-- floor-statements.sql: what stands on the tables of schema public, by the step in which it is built: indexes and keys, then foreign keys. PostgreSQL 9.5+.
SELECT 1 AS step, pg_catalog.pg_get_indexdef(i.indexrelid) AS statement, pg_catalog.pg_relation_size(i.indexrelid) AS weight
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u'))
UNION ALL
SELECT CASE contype WHEN 'f' THEN 2 ELSE 1 END,
  format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_catalog.pg_get_constraintdef(oid)),
  pg_catalog.pg_relation_size(CASE contype WHEN 'f' THEN conrelid ELSE conindid END)
FROM pg_catalog.pg_constraint
WHERE contype IN ('p', 'u', 'f') AND connamespace = 'public'::regnamespace
ORDER BY step, weight DESC
