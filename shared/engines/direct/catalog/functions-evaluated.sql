-- Functions that constraints, indexes and views call, directly, and that run with whatever search_path the session has. PostgreSQL 9.5+.
-- Not those of extensions, which have other owners, nor those that are bound when they are made: C, BEGIN ATOMIC.
SELECT p.oid::regprocedure::text AS name,
       coalesce((SELECT substr(setting, length('search_path=') + 1) FROM pg_db_role_setting r, unnest(setconfig) AS setting
                  WHERE setting LIKE 'search\_path=%' AND setrole = 0 AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())),
                '"$user", public') AS "searchPath",
       quote_ident(nspname) AS schema
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = pronamespace
  JOIN pg_language l ON l.oid = prolang
 WHERE lanname NOT IN ('internal', 'c') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
   AND NOT EXISTS (SELECT 1 FROM unnest(proconfig) AS setting WHERE setting LIKE 'search\_path=%')
   AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
   AND EXISTS (SELECT 1 FROM pg_depend
                WHERE refclassid = 'pg_proc'::regclass AND refobjid = p.oid
                  AND classid IN ('pg_constraint'::regclass, 'pg_class'::regclass, 'pg_rewrite'::regclass, 'pg_attrdef'::regclass, 'pg_operator'::regclass,
                                  'pg_cast'::regclass, 'pg_proc'::regclass, 'pg_amproc'::regclass))
   AND to_jsonb(p) ->> 'prosqlbody' IS NULL
 ORDER BY 1
