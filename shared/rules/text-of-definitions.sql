-- Names, definitions and comments with characters beyond ASCII, as bytes, of a SQL_ASCII database, which takes any bytes. PostgreSQL 9.5+.
WITH definition AS (
  SELECT 'pg_class'::regclass AS class, oid, relname::text AS text FROM pg_class WHERE oid >= 16384
   UNION ALL
  SELECT 'pg_class'::regclass, attrelid, attname::text FROM pg_attribute WHERE attrelid >= 16384
   UNION ALL
  SELECT 'pg_class'::regclass, ev_class, pg_get_viewdef(ev_class) FROM pg_rewrite JOIN pg_class c ON c.oid = ev_class WHERE ev_class >= 16384 AND relkind IN ('v', 'm')
   UNION ALL
  SELECT 'pg_attrdef'::regclass, oid, pg_get_expr(adbin, adrelid) FROM pg_attrdef
   UNION ALL
  SELECT 'pg_constraint'::regclass, oid, conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE oid >= 16384
   UNION ALL
  SELECT 'pg_proc'::regclass, oid, proname || prosrc FROM pg_proc WHERE oid >= 16384
   UNION ALL
  SELECT 'pg_type'::regclass, oid, typname::text FROM pg_type WHERE oid >= 16384 AND typrelid = 0 AND typelem = 0
   UNION ALL
  SELECT 'pg_type'::regclass, enumtypid, enumlabel::text FROM pg_enum
   UNION ALL
  SELECT 'pg_namespace'::regclass, oid, nspname::text FROM pg_namespace WHERE oid >= 16384
   UNION ALL
  SELECT classoid, objoid, description FROM pg_description WHERE objoid >= 16384
)
SELECT encode(convert_to(pg_describe_object(class, oid, 0), 'SQL_ASCII'), 'escape') AS name, convert_to(text, 'SQL_ASCII') AS bytes
  FROM definition
 WHERE text ~ '[^\x01-\x7f]'
