-- Valid indexes of the tables $1 (oids), each as the statement that makes it, largest first. PostgreSQL 9.5+.
SELECT i.indrelid AS "tableOid", n.nspname AS schema, c.relname AS name,
       pg_relation_size(c.oid)::float8 AS bytes, pg_get_indexdef(i.indexrelid) AS definition
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE i.indrelid = ANY ($1::oid[]) AND i.indisvalid
ORDER BY bytes DESC
