-- Large objects that the login can't read: not owner, no SELECT by grant, no lo_compat_privileges. PostgreSQL 9.5+.
SELECT oid::text AS oid, current_user AS login
  FROM pg_largeobject_metadata
 WHERE NOT current_setting('lo_compat_privileges')::bool
   AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
   AND NOT pg_has_role(lomowner, 'USAGE')
   AND NOT EXISTS (SELECT 1 FROM aclexplode(lomacl) AS acl
                    WHERE privilege_type = 'SELECT' AND (grantee = 0 OR pg_has_role(grantee, 'USAGE')))
 ORDER BY pg_largeobject_metadata.oid
