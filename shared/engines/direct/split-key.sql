-- The column by which a table may be cut into ranges: without nulls, with an index of its own that leads to every row, and of a type whose
-- values compare and print alike on all servers. PostgreSQL 9.5+.
SELECT quote_ident(a.attname), format_type(a.atttypid, NULL)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am m ON m.oid = c.relam
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
WHERE i.indrelid = :oid
  AND i.indisunique
  AND i.indisvalid
  AND i.indnatts = 1
  AND i.indpred IS NULL
  AND m.amname = 'btree'
  AND a.attnotnull
  AND a.atttypid = ANY ('{int2,int4,int8,date,timestamp,timestamptz,uuid}'::regtype[])
ORDER BY i.indisprimary DESC, c.oid
LIMIT 1
