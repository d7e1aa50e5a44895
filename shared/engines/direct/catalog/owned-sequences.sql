-- Sequences that give a column its numbers, where an index leads with that column, so that its end is found at once. For targets (PostgreSQL 11+).
SELECT sn.nspname AS "sequenceSchema", s.relname AS sequence, q.seqincrement::text AS increment,
       tn.nspname AS "tableSchema", t.relname AS "table", a.attname AS "column", t.relkind = 'p' AS "isPartitioned"
FROM pg_depend d
JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
JOIN pg_sequence q ON q.seqrelid = s.oid
JOIN pg_namespace sn ON sn.oid = s.relnamespace
JOIN pg_class t ON t.oid = d.refobjid AND t.relkind IN ('r', 'p')
JOIN pg_namespace tn ON tn.oid = t.relnamespace
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  AND NOT t.relforcerowsecurity -- its owner could not read it
  AND NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = 'pg_class'::regclass AND m.objid IN (s.oid, t.oid) AND m.deptype = 'e')
  AND EXISTS (
    SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam AND m.amname = 'btree'
    WHERE i.indrelid = t.oid AND i.indkey[0] = a.attnum AND i.indisvalid AND i.indpred IS NULL
  )
ORDER BY sn.nspname, s.relname
