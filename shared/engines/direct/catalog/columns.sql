-- Columns that hold data of their own (not generated), of every ordinary table outside of the system schemas. PostgreSQL 9.5+.
SELECT a.attrelid AS "tableOid", a.attname AS name, a.atttypid AS "typeOid"
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r'
  AND c.relpersistence <> 't'
  AND a.attnum > 0
  AND NOT a.attisdropped
  AND a.attgenerated = '' --@ 120000+
  AND n.nspname NOT LIKE 'pg\_%'
  AND n.nspname <> 'information_schema'
ORDER BY a.attrelid, a.attnum
