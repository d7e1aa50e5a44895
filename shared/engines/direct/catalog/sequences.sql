-- Sequences of the user (of identity and serial columns, and free ones), and those that extensions marked as configuration. PostgreSQL 9.5+.
SELECT c.oid, n.nspname AS schema, c.relname AS name
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'S'
  AND c.relpersistence <> 't'
  AND (
    EXISTS (SELECT FROM pg_extension e WHERE c.oid = ANY (e.extconfig))
    OR n.nspname NOT LIKE 'pg\_%'
      AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  )
ORDER BY c.oid
