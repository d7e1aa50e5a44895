-- Roles that a policy or user mapping refers to, with those objects. PostgreSQL 9.5+.
WITH named AS (
  SELECT unnest(polroles) AS role, format('policy %I on %I.%I', polname, nspname, relname) AS object
    FROM pg_policy JOIN pg_class c ON c.oid = polrelid JOIN pg_namespace n ON n.oid = relnamespace
   UNION ALL
  SELECT umuser, format('user mapping for %I on server %I', usename, srvname) FROM pg_user_mappings
)
SELECT rolname::text AS role, array_agg(object ORDER BY object) AS objects
  FROM named JOIN pg_roles r ON r.oid = role
 GROUP BY rolname ORDER BY rolname
