-- What belongs to the user: every query of the comparison begins with it. Left out are system objects, members of extensions, temporary
-- objects and the schema in $1. PostgreSQL 9.5+.
WITH member AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), user_schema AS (
  SELECT oid, nspname::text AS name FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' AND nspname <> $1
), relation AS (
  SELECT
         c.oid, -- no column like others below 12 --@ <120000
         c.*, ARRAY[n.name, c.relname::text] AS path,
         false AS is_partition, --@ <100000
         c.relispartition AS is_partition, --@ 100000+
         EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid) AS is_child
  FROM pg_class c
  JOIN user_schema n ON n.oid = c.relnamespace
  WHERE c.relpersistence <> 't'
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
), routine AS (
  SELECT
         p.oid, --@ <120000
         p.*, ARRAY[n.name, p.proname::text] AS path, '(' || replace(oidvectortypes(p.proargtypes), '"', '') || ')' AS signature
  FROM pg_proc p
  JOIN user_schema n ON n.oid = p.pronamespace
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
), own_type AS (
  SELECT
         t.oid, --@ <120000
         t.*, ARRAY[n.name, t.typname::text] AS path
  FROM pg_type t
  JOIN user_schema n ON n.oid = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
    AND (c.oid IS NULL OR c.relkind = 'c')
    AND t.typtype <> 'm' -- made with its range
    AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
)
