-- Every table, partition and populated materialised view with an expression that shows a row alike on all majors: floats as their bytes,
-- all else as text under the session's settings. PostgreSQL 9.5+.
SELECT format('%I.%I', nspname, relname) AS name, relkind AS kind,
       coalesce(string_agg(CASE atttypid
         WHEN 'float4'::regtype THEN format('float4send(%I)', attname)
         WHEN 'float8'::regtype THEN format('float8send(%I)', attname)
         ELSE format('%I', attname) END, ', ' ORDER BY attnum) FILTER (WHERE attnum IS NOT NULL), '') AS columns
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = relnamespace
  LEFT JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
 WHERE relkind IN ('r', 'm') AND relispopulated AND relpersistence <> 't' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
 GROUP BY c.oid, nspname, relname, relkind
 ORDER BY 1
