-- Functions without a search_path of their own that indexes and materialized views call, with those. PostgreSQL 9.5+.
WITH RECURSIVE filled AS ( -- materialized views, with the views that they read
  SELECT oid AS top, oid FROM pg_class WHERE relkind = 'm'
   UNION
  SELECT top, refobjid
    FROM filled JOIN pg_rewrite ON ev_class = filled.oid JOIN pg_depend ON classid = 'pg_rewrite'::regclass AND objid = pg_rewrite.oid
   WHERE refclassid = 'pg_class'::regclass
), caller AS (
  SELECT 'pg_class'::regclass AS class, indexrelid AS oid, indexrelid AS top FROM pg_index
   UNION ALL
  SELECT 'pg_rewrite'::regclass, r.oid, top FROM filled JOIN pg_rewrite r ON ev_class = filled.oid
)
SELECT p.oid::regprocedure::text AS name, array_agg(DISTINCT top::regclass::text ORDER BY top::regclass::text) AS callers
  FROM caller JOIN pg_depend d ON d.classid = class AND objid = caller.oid AND refclassid = 'pg_proc'::regclass
  JOIN pg_proc p ON p.oid = refobjid
  JOIN pg_language l ON l.oid = prolang
 WHERE lanname NOT IN ('internal', 'c')
   AND NOT EXISTS (SELECT 1 FROM unnest(proconfig) AS setting WHERE setting LIKE 'search\_path=%')
   AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
   AND to_jsonb(p) ->> 'prosqlbody' IS NULL
 GROUP BY p.oid ORDER BY 1
