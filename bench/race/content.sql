-- content.sql: how many valid objects of each kind a database has in schema public. PostgreSQL 9.5+.
SELECT 'indexes' AS kind, count(*)::int AS count
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
WHERE i.indisvalid AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'constraints of type ' || contype::text, count(*)::int
FROM pg_catalog.pg_constraint
WHERE convalidated AND contype <> 'n' AND connamespace = 'public'::regnamespace -- newer versions list NOT NULL here too
GROUP BY contype
UNION ALL
SELECT 'relations of kind ' || relkind::text, count(*)::int
FROM pg_catalog.pg_class
WHERE relnamespace = 'public'::regnamespace
GROUP BY relkind
UNION ALL
SELECT 'tables without planner statistics', count(*)::int
FROM pg_catalog.pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > 0
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_statistic WHERE starelid = pg_class.oid)
