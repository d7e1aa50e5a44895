-- What the fingerprint of an approval is made of: number of user tables, changed rows, a hash over the catalogue rows of user objects.
-- PostgreSQL 9.5+. A catalogue row's xmin changes with every DDL on its object and with TRUNCATE, not with ANALYZE or a plain VACUUM.
WITH user_relation AS (
  SELECT c.oid, c.xmin, relkind FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
   WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND relkind <> 'i' AND relkind <> 'I'
), catalog_row AS (
  SELECT 'relation ' || oid || ' ' || xmin AS line FROM user_relation
   UNION ALL
  SELECT 'column ' || attrelid || ' ' || attnum || ' ' || a.xmin FROM pg_attribute a JOIN user_relation r ON r.oid = attrelid WHERE attnum > 0
   UNION ALL
  SELECT 'default ' || oid || ' ' || xmin FROM pg_attrdef
   UNION ALL
  SELECT 'constraint ' || oid || ' ' || xmin FROM pg_constraint WHERE oid >= 16384
   UNION ALL
  SELECT 'trigger ' || oid || ' ' || xmin FROM pg_trigger WHERE oid >= 16384
   UNION ALL
  SELECT 'rule ' || oid || ' ' || xmin FROM pg_rewrite WHERE oid >= 16384
   UNION ALL
  SELECT 'policy ' || oid || ' ' || xmin FROM pg_policy
   UNION ALL
  SELECT 'function ' || oid || ' ' || xmin FROM pg_proc WHERE oid >= 16384
   UNION ALL
  SELECT 'type ' || oid || ' ' || xmin FROM pg_type WHERE oid >= 16384
   UNION ALL
  SELECT 'label ' || oid || ' ' || xmin FROM pg_enum
   UNION ALL
  SELECT 'schema ' || oid || ' ' || xmin FROM pg_namespace WHERE oid >= 16384 AND nspname !~ '^pg_(toast_)?temp_'
   UNION ALL
  SELECT 'extension ' || oid || ' ' || xmin FROM pg_extension
)
SELECT (SELECT count(*)::int FROM user_relation WHERE relkind IN ('r', 'p')) AS tables,
       (SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::text FROM pg_stat_all_tables s
         WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema' OR relid = 'pg_catalog.pg_largeobject'::regclass) AS changes,
       (SELECT coalesce(md5(string_agg(line, chr(10) ORDER BY line COLLATE "C")), '') FROM catalog_row) AS catalog
