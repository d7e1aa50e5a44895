-- Indexes and constraints. What partitions have from their parent (conparentid) is made with the parent's. PostgreSQL 9.5+.
SELECT 'index' AS kind, i.path AS name, '' AS signature,
       jsonb_strip_nulls(jsonb_build_object(
         'table', r.path,
         'method', (SELECT m.amname FROM pg_am m WHERE m.oid = i.relam),
         'unique', nullif(x.indisunique, false),
         'nulls not distinct', nullif(x.indnullsnotdistinct, false), --@ 150000+
         'keys', (SELECT array_agg(concat_ws(' ', coalesce(a.attname, 'expression'), o.name, l.name, x.indoption[k]) ORDER BY k)
                  FROM generate_subscripts(x.indkey, 1) k
                  LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[k] AND x.indkey[k] <> 0
                  LEFT JOIN (SELECT oid, opcnamespace::regnamespace || '.' || opcname AS name FROM pg_opclass) o ON o.oid = x.indclass[k]
                  LEFT JOIN (SELECT oid, collnamespace::regnamespace || '.' || collname AS name FROM pg_collation) l ON l.oid = x.indcollation[k]),
         'expressions', pg_get_expr(x.indexprs, x.indrelid),
         'condition', pg_get_expr(x.indpred, x.indrelid),
         'options', (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(i.reloptions) o),
         'key options', (SELECT array_agg(a.attnum || ' ' || a.attoptions::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = i.oid AND a.attoptions::text NOT LIKE '%pg\_attver=%'),
         'invalid', nullif(NOT (x.indisvalid AND x.indisready), false),
         'clustered', nullif(x.indisclustered, false),
         'replica identity', nullif(x.indisreplident, false),
         'deferrable', nullif(NOT x.indimmediate, false),
         'part of', (SELECT p.path::text FROM pg_inherits h JOIN relation p ON p.oid = h.inhparent WHERE h.inhrelid = i.oid),
         'statistics', (SELECT array_agg(a.attnum || ' ' || a.attstattarget ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = i.oid AND a.attstattarget >= 0)
       )) AS facts
FROM pg_index x
JOIN relation r ON r.oid = x.indrelid
JOIN relation i ON i.oid = x.indexrelid
UNION ALL
SELECT CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique constraint' WHEN 'x' THEN 'exclusion constraint' WHEN 'f' THEN 'foreign key'
                      WHEN 'n' THEN 'not-null constraint' ELSE CASE WHEN k.contypid <> 0 THEN 'domain constraint' ELSE 'check constraint' END END,
       coalesce(r.path, t.path) || k.conname::text, '',
       jsonb_strip_nulls(jsonb_build_object(
         'definition', CASE WHEN k.contype NOT IN ('c', 'x') THEN replace(pg_get_constraintdef(k.oid), '"', '') END, -- the list of words that are quoted grows
         'expression', pg_get_expr(k.conbin, k.conrelid),
         'operators', (SELECT array_agg(o::regoperator::text ORDER BY at) FROM unnest(k.conexclop) WITH ORDINALITY AS e (o, at)),
         'type', CASE WHEN k.contypid <> 0 THEN replace(format_type(t.typbasetype, t.typtypmod), '"', '') END,
         'not valid', nullif(NOT k.convalidated, false),
         'not enforced', nullif(NOT k.conenforced, false), --@ 180000+
         'deferrable', nullif(k.condeferrable, false),
         'deferred', nullif(k.condeferred, false),
         'not inherited', CASE WHEN k.contype IN ('c', 'n') THEN nullif(k.connoinherit, false) END,
         'from parent', CASE WHEN k.contype IN ('c', 'n') THEN nullif(NOT k.conislocal, false) END,
         'index', (SELECT c.relname FROM pg_class c WHERE c.oid = k.conindid AND k.contype IN ('p', 'u', 'x'))
       ))
FROM pg_constraint k
LEFT JOIN relation r ON r.oid = k.conrelid
LEFT JOIN own_type t ON t.oid = k.contypid
WHERE coalesce(r.oid, t.oid) IS NOT NULL
  AND k.contype <> 't' -- constraint triggers are listed as triggers
  AND k.conparentid = 0 --@ 110000+
