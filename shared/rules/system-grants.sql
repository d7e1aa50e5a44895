-- Grants on relations of the system that somebody added: those that initdb made are in pg_init_privs. PostgreSQL 9.6+.
SELECT c.oid::regclass::text AS name, array_agg(DISTINCT grantee_name ORDER BY grantee_name) AS grantees
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace, aclexplode(relacl) AS acl
  LEFT JOIN pg_roles r ON r.oid = acl.grantee,
  LATERAL (SELECT CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(rolname) END) AS named (grantee_name)
 WHERE nspname = 'pg_catalog' AND acl.grantee <> relowner AND coalesce(rolname, '') !~ '^(pg_|azure)'
   AND NOT EXISTS (SELECT 1 FROM pg_init_privs i, aclexplode(i.initprivs) AS initial
                    WHERE i.classoid = 'pg_class'::regclass AND i.objoid = c.oid AND i.objsubid = 0
                      AND initial.grantee = acl.grantee AND initial.privilege_type = acl.privilege_type)
   AND relkind IN ('r', 'v', 'm', 'p')
 GROUP BY c.oid ORDER BY 1
