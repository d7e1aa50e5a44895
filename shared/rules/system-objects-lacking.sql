-- Which of the system objects in $1, each `kind name`, this server lacks or keeps from the login. PostgreSQL 9.5+.
SELECT entry
  FROM unnest($1::text[]) AS entry,
       LATERAL (SELECT (regexp_matches(entry, '^((?:readable |executable |postfix )?\w+) ?(.*)$'))) AS parsed (part)
 WHERE NOT CASE part[1]
         WHEN 'function' THEN EXISTS (SELECT 1 FROM pg_proc WHERE proname = part[2] AND oid < 16384)
         WHEN 'executable function' THEN EXISTS (SELECT 1 FROM pg_proc WHERE proname = part[2] AND oid < 16384 AND has_function_privilege(oid, 'EXECUTE'))
         WHEN 'signature' THEN EXISTS (SELECT 1 FROM pg_proc WHERE format('%s(%s)', proname, oidvectortypes(proargtypes)) = part[2] AND oid < 16384)
         WHEN 'column' THEN EXISTS (SELECT 1 FROM pg_attribute WHERE format('%s.%I', attrelid::regclass, attname) = part[2] AND attrelid < 16384)
         WHEN 'readable relation' THEN EXISTS (SELECT 1 FROM pg_class WHERE oid::regclass::text = part[2] AND has_table_privilege(oid, 'SELECT'))
         WHEN 'type' THEN EXISTS (SELECT 1 FROM pg_type WHERE typname = part[2] AND oid < 16384)
         WHEN 'postfix operators' THEN current_setting('server_version_num')::int < 140000
         ELSE true END
 ORDER BY entry
