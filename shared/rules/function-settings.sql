-- Parameters that functions set for themselves, with those functions. PostgreSQL 9.5+.
SELECT split_part(setting, '=', 1) AS parameter, array_agg(p.oid::regprocedure::text ORDER BY p.oid::regprocedure::text) AS objects
  FROM pg_proc p, unnest(proconfig) AS setting
 WHERE p.oid >= 16384 AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
 GROUP BY 1 ORDER BY 1
