-- catalog-hash.sql: one hash over the definitions of this database's user objects, blind to what maintenance changes (statistics, file
-- numbers, transaction ids). Comparable within one server only. Needs an empty search_path. PostgreSQL 9.5+.
WITH user_schema AS (
  SELECT oid, nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
), part (line) AS (
  SELECT pg_catalog.concat_ws(' ', 'schema', oid, nspname) FROM user_schema
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'relation', c.oid, s.nspname, c.relname, c.relkind, c.relpersistence, c.relowner, c.relrowsecurity,
           c.relforcerowsecurity, c.reloptions::text)
  FROM pg_catalog.pg_class c JOIN user_schema s ON s.oid = c.relnamespace
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'column', a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull)
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
  JOIN user_schema s ON s.oid = c.relnamespace
  WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'default', d.adrelid, d.adnum, pg_catalog.pg_get_expr(d.adbin, d.adrelid))
  FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_class c ON c.oid = d.adrelid JOIN user_schema s ON s.oid = c.relnamespace
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'index', i.indexrelid, i.indrelid, i.indkey, i.indisunique, i.indisvalid)
  FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN user_schema s ON s.oid = c.relnamespace
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'constraint', k.oid, k.conname, k.contype, k.conrelid, k.contypid, k.convalidated, k.conkey::text, k.confkey::text)
  FROM pg_catalog.pg_constraint k JOIN user_schema s ON s.oid = k.connamespace
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'function', p.oid, s.nspname, p.proname, p.proargtypes, p.prorettype, p.prolang, pg_catalog.md5(p.prosrc))
  FROM pg_catalog.pg_proc p JOIN user_schema s ON s.oid = p.pronamespace
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'type', t.oid, s.nspname, t.typname, t.typtype, t.typbasetype)
  FROM pg_catalog.pg_type t JOIN user_schema s ON s.oid = t.typnamespace
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'label', e.enumtypid, e.enumsortorder, e.enumlabel) FROM pg_catalog.pg_enum e
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'rule', r.ev_class, r.rulename, r.ev_enabled, pg_catalog.md5(r.ev_action::text))
  FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class JOIN user_schema s ON s.oid = c.relnamespace
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'trigger', t.oid, t.tgrelid, t.tgname, t.tgfoid, t.tgenabled, t.tgtype)
  FROM pg_catalog.pg_trigger t WHERE NOT t.tgisinternal
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'policy', p.oid, p.polrelid, p.polname, p.polcmd, pg_catalog.md5(p.polqual::text), pg_catalog.md5(p.polwithcheck::text))
  FROM pg_catalog.pg_policy p
  UNION ALL
  SELECT pg_catalog.concat_ws(' ', 'extension', x.oid, x.extname, x.extversion) FROM pg_catalog.pg_extension x
)
SELECT pg_catalog.md5(coalesce(pg_catalog.string_agg(line, E'\n' ORDER BY line COLLATE "C"), '')) AS hash FROM part
