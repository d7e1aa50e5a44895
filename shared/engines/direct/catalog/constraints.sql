-- Primary keys, unique, exclusion and foreign keys of user tables. PostgreSQL 9.5+.
SELECT k.oid,
       k.conname AS name,
       k.contype::text AS type,
       k.conrelid AS "tableOid",
       k.conindid AS "indexOid",
       k.confrelid AS "referencedOid",
       k.condeferrable AS "isDeferrable",
       k.condeferred AS "isDeferred",
       k.convalidated AS "isValidated",
       pg_get_constraintdef(k.oid) AS definition
FROM pg_constraint k
JOIN pg_class t ON t.oid = k.conrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE k.contype IN ('p', 'u', 'x', 'f')
  AND t.relpersistence <> 't'
  AND n.nspname NOT LIKE 'pg\_%'
  AND n.nspname <> 'information_schema'
ORDER BY k.oid
