-- Schemas, tables and sequences that the login can't read. PostgreSQL 9.5+.
-- Objects in a schema without USAGE are not listed one by one: the schema is. Foreign tables and materialised views are not read.
WITH user_schema AS (
  SELECT oid, nspname, has_schema_privilege(oid, 'USAGE') AS usable
    FROM pg_namespace n
   WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
)
SELECT 'schema' AS kind, format('%I', nspname) AS name, current_user AS login
  FROM user_schema s
 WHERE NOT usable AND EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = s.oid)
 UNION ALL
SELECT CASE relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, format('%I.%I', nspname, relname), current_user
  FROM pg_class c
  JOIN user_schema s ON s.oid = relnamespace
 WHERE usable AND relpersistence <> 't'
   AND CASE WHEN relkind = 'S' THEN NOT has_sequence_privilege(c.oid, 'SELECT')
            WHEN relkind IN ('r', 'p') THEN NOT has_table_privilege(c.oid, 'SELECT') END
 ORDER BY 1, 2
