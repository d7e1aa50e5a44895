-- Columns of the tables $1 (oids) as a sample holds them: types of PostgreSQL itself as they are, domains as what they are made of. `type` is
-- null for the types of users and extensions, and for those whose text names an object; `storage` only where it is not the type's own.
-- PostgreSQL 9.5+.
WITH RECURSIVE resolved AS (
  SELECT a.attrelid, a.attnum, a.atttypid AS type, a.atttypmod AS modifier
  FROM pg_attribute a
  WHERE a.attrelid = ANY ($1::oid[])
    AND a.attnum > 0
    AND NOT a.attisdropped
    AND a.attgenerated = '' --@ 120000+
  UNION ALL
  SELECT r.attrelid, r.attnum, t.typbasetype, t.typtypmod
  FROM resolved r
  JOIN pg_type t ON t.oid = r.type AND t.typtype = 'd'
)
SELECT a.attrelid AS "tableOid",
       a.attname AS name,
       CASE WHEN t.typtype = 'e' THEN 'text'
            WHEN n.nspname = 'pg_catalog' AND t.typname !~ '^_?reg' THEN format_type(r.type, r.modifier) END AS type,
       CASE WHEN n.nspname = 'pg_catalog' AND a.attstorage <> t.typstorage
            THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END AS storage
FROM resolved r
JOIN pg_type t ON t.oid = r.type AND t.typtype <> 'd'
JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_attribute a ON a.attrelid = r.attrelid AND a.attnum = r.attnum
ORDER BY a.attrelid, a.attnum
