-- Relations, functions and types that somebody put into the schemas of the system, where no dump looks. PostgreSQL 9.5+.
WITH system_schema AS (SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema')),
found AS (
  SELECT 'pg_class'::regclass AS class, oid, oid::regclass::text AS name FROM pg_class WHERE relnamespace IN (TABLE system_schema) AND relkind NOT IN ('i', 'I')
   UNION ALL
  SELECT 'pg_proc'::regclass, oid, oid::regprocedure::text FROM pg_proc WHERE pronamespace IN (TABLE system_schema)
   UNION ALL
  SELECT 'pg_type'::regclass, oid, oid::regtype::text FROM pg_type t
   WHERE typnamespace IN (TABLE system_schema) AND typrelid = 0 AND NOT EXISTS (SELECT 1 FROM pg_type WHERE typarray = t.oid)
)
SELECT name FROM found
 WHERE oid >= 16384 AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = class AND objid = found.oid AND deptype = 'e') ORDER BY name
