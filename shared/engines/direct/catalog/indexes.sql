-- Indexes of user tables and materialised views. `definition` only for those behind a constraint: the others are defined in the dump.
-- `isDumped` is pg_dump's own condition: what it leaves out is half-built or broken. PostgreSQL 9.5+.
SELECT c.oid,
       n.nspname AS schema,
       c.relname AS name,
       i.indrelid AS "tableOid",
       CASE WHEN c.relkind = 'i' THEN pg_relation_size(c.oid)::float8 ELSE 0 END AS "sizeBytes",
       CASE WHEN pg_relation_size(t.oid) > 8000000 -- where it makes a difference of more than 50 ms
            THEN coalesce((SELECT abs(s.correlation)::float8
                           FROM pg_stats s JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
                           WHERE s.schemaname = n.nspname AND s.tablename = t.relname AND s.attname = a.attname AND NOT s.inherited), 0)
            ELSE 0 END AS "isSorted",
       i.indisready
         AND i.indisvalid --@ <110000
         AND (i.indisvalid OR t.relkind = 'p') --@ 110000+
         AS "isValid",
       i.indisunique AS "isUnique",
       (SELECT inhparent FROM pg_inherits WHERE inhrelid = c.oid) AS "parentOid",
       CASE WHEN EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u'))
            THEN pg_get_indexdef(c.oid) END AS definition
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE t.relkind IN ('r', 'p', 'm')
  AND t.relpersistence <> 't'
  AND n.nspname NOT LIKE 'pg\_%'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid AND d.deptype = 'e')
ORDER BY c.oid
