-- Tables, partitioned tables, foreign tables and materialised views of the user, with the tables that extensions marked as configuration.
-- PostgreSQL 9.5+.
WITH RECURSIVE partition_of AS (
  SELECT c.oid, c.oid AS root, 0 AS depth
  FROM pg_class c
  WHERE c.relkind IN ('r', 'p', 'f')
    AND NOT c.relispartition --@ 100000+
  UNION ALL
  SELECT i.inhrelid, p.root, p.depth + 1
  FROM partition_of p
  JOIN pg_inherits i ON i.inhparent = p.oid
  JOIN pg_class c ON c.oid = i.inhrelid
    AND c.relispartition --@ 100000+
    AND false --@ <100000
), above_foreign AS (
  SELECT i.inhparent AS oid
  FROM pg_inherits i
  JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind = 'f'
  UNION
  SELECT i.inhparent
  FROM above_foreign a
  JOIN pg_inherits i ON i.inhrelid = a.oid
), configuration AS (
  SELECT part.relation AS oid, part.filter
  FROM pg_extension e, unnest(e.extconfig, e.extcondition) AS part (relation, filter)
)
SELECT c.oid,
       n.nspname AS schema,
       c.relname AS name,
       c.relkind::text AS kind,
       c.relpersistence = 'u' AS unlogged,
       c.relispopulated AS "isPopulated",
       pg_table_size(c.oid)::float8 AS "sizeBytes",
       coalesce(p.root, c.oid) AS "rootOid",
       c.oid IN (SELECT a.oid FROM above_foreign a) AS "hasForeignChild",
       e.filter AS "extensionFilter"
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN partition_of p ON p.oid = c.oid
LEFT JOIN configuration e ON e.oid = c.oid
WHERE c.relkind IN ('r', 'p', 'm', 'f')
  AND c.relpersistence <> 't'
  AND (
    e.oid IS NOT NULL
    OR n.nspname NOT LIKE 'pg\_%'
      AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  )
ORDER BY c.oid
