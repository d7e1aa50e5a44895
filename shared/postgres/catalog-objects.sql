-- catalog-objects.sql: the definitions of this database's user objects, one or more lines for each object by its name. Blind to what
-- maintenance changes (statistics, file numbers of tables, transaction ids), to privileges and to temporary objects. Comparable within one
-- server only. Needs an empty search_path. PostgreSQL 9.5+.
WITH user_schema AS (
  SELECT oid, nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
), relation AS (
  SELECT c.oid, c.relkind, pg_catalog.format('%s %I.%I',
           CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table'
                          WHEN 'c' THEN 'type' ELSE 'table' END, s.nspname, c.relname) AS object,
         pg_catalog.concat_ws(' ', 'relation', c.oid, c.relkind, c.relpersistence, c.relowner, c.relrowsecurity, c.relforcerowsecurity,
           c.reloptions::text, CASE WHEN c.relkind = 'S' THEN c.relfilenode END) AS line -- a sequence gets a new file when it is altered
  FROM pg_catalog.pg_class c
  JOIN user_schema s ON s.oid = c.relnamespace
  WHERE c.relkind NOT IN ('i', 'I', 't')
), part (object, line) AS (
  SELECT pg_catalog.format('schema %I', nspname), oid::text FROM user_schema
  UNION ALL
  SELECT object, line FROM relation
  UNION ALL
  SELECT r.object, pg_catalog.concat_ws(' ', 'column', a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
           a.attstorage, a.attcollation, pg_catalog.to_jsonb(a) ->> 'attidentity')
  FROM pg_catalog.pg_attribute a
  JOIN relation r ON r.oid = a.attrelid AND r.relkind <> 'S'
  WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT r.object, pg_catalog.concat_ws(' ', 'default', d.adnum, pg_catalog.pg_get_expr(d.adbin, d.adrelid))
  FROM pg_catalog.pg_attrdef d JOIN relation r ON r.oid = d.adrelid
  UNION ALL
  SELECT r.object, pg_catalog.concat_ws(' ', 'index', c.relname, i.indexrelid, i.indkey, i.indisunique, i.indisvalid, c.reloptions::text)
  FROM pg_catalog.pg_index i
  JOIN relation r ON r.oid = i.indrelid
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  UNION ALL
  SELECT coalesce(r.object, pg_catalog.pg_describe_object('pg_catalog.pg_type'::pg_catalog.regclass, k.contypid, 0)),
         pg_catalog.concat_ws(' ', 'constraint', k.oid, k.conname, k.contype, k.convalidated, k.conkey::text, k.confkey::text)
  FROM pg_catalog.pg_constraint k
  JOIN user_schema s ON s.oid = k.connamespace
  LEFT JOIN relation r ON r.oid = k.conrelid
  UNION ALL
  SELECT r.object, pg_catalog.concat_ws(' ', 'rule', w.rulename, w.ev_enabled, pg_catalog.md5(w.ev_action::text))
  FROM pg_catalog.pg_rewrite w JOIN relation r ON r.oid = w.ev_class
  UNION ALL
  SELECT r.object, pg_catalog.concat_ws(' ', 'trigger', t.oid, t.tgname, t.tgfoid, t.tgenabled, t.tgtype)
  FROM pg_catalog.pg_trigger t JOIN relation r ON r.oid = t.tgrelid
  WHERE NOT t.tgisinternal
  UNION ALL
  SELECT r.object, pg_catalog.concat_ws(' ', 'policy', p.oid, p.polname, p.polcmd, p.polroles::text, p.polqual::text, p.polwithcheck::text)
  FROM pg_catalog.pg_policy p JOIN relation r ON r.oid = p.polrelid
  UNION ALL
  SELECT pg_catalog.pg_describe_object('pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0), (pg_catalog.to_jsonb(p) - 'proacl')::text
  FROM pg_catalog.pg_proc p JOIN user_schema s ON s.oid = p.pronamespace
  UNION ALL
  SELECT pg_catalog.pg_describe_object('pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0), (pg_catalog.to_jsonb(t) - 'typacl')::text
  FROM pg_catalog.pg_type t JOIN user_schema s ON s.oid = t.typnamespace
  WHERE t.typrelid = 0 AND t.typcategory <> 'A'
  UNION ALL
  SELECT pg_catalog.pg_describe_object('pg_catalog.pg_type'::pg_catalog.regclass, e.enumtypid, 0),
         pg_catalog.concat_ws(' ', 'label', e.enumsortorder, e.enumlabel)
  FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid JOIN user_schema s ON s.oid = t.typnamespace
  UNION ALL
  SELECT pg_catalog.format('extension %I', x.extname), x.extversion FROM pg_catalog.pg_extension x
  UNION ALL
  -- what is seldom altered, by the transaction that last did; 16384 is the first oid of what initdb did not make
  SELECT pg_catalog.pg_describe_object(o.classid, o.oid, 0), o.xmin::text
  FROM (SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass AS classid, oid, xmin FROM pg_catalog.pg_operator
        UNION ALL SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid, xmin FROM pg_catalog.pg_opclass
        UNION ALL SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass, oid, xmin FROM pg_catalog.pg_cast
        UNION ALL SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, oid, xmin FROM pg_catalog.pg_collation
        UNION ALL SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, oid, xmin FROM pg_catalog.pg_conversion
        UNION ALL SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid, xmin FROM pg_catalog.pg_ts_config
        UNION ALL SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid, xmin FROM pg_catalog.pg_ts_dict
        UNION ALL SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, oid, xmin FROM pg_catalog.pg_event_trigger
        UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid, xmin FROM pg_catalog.pg_foreign_data_wrapper
        UNION ALL SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, oid, xmin FROM pg_catalog.pg_foreign_server) AS o
  WHERE o.oid >= 16384
)
SELECT object, line FROM part
