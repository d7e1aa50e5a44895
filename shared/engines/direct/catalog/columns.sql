-- Columns that hold data, of every ordinary table outside of the system schemas; virtual ones hold none. PostgreSQL 9.5+.
SELECT a.attrelid AS "tableOid", a.attname AS name, a.atttypid AS "typeOid",
       a.attgenerated = 's' AS "isGenerated" --@ 120000+
       false AS "isGenerated" --@ <120000
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r'
  AND c.relpersistence <> 't'
  AND a.attnum > 0
  AND NOT a.attisdropped
  AND a.attgenerated <> 'v' --@ 120000+
  AND n.nspname NOT LIKE 'pg\_%'
  AND n.nspname <> 'information_schema'
ORDER BY a.attrelid, a.attnum
