-- user-tables.sql: tables whose rows are moved (leaf partitions one by one), without those of extensions. PostgreSQL 9.5+; attgenerated came with 12.
SELECT format('%I.%I', nspname, relname) AS name, nspname AS "schemaName", relname AS "tableName",
       coalesce((SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
                   FROM pg_attribute a
                  WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND coalesce(to_jsonb(a) ->> 'attgenerated', '') = ''), '') AS columns
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = relnamespace
 WHERE relkind = 'r' AND relpersistence <> 't' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
 ORDER BY 1
