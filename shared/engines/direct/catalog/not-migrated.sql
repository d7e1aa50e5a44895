-- What stays behind by design, with the reason, for the report. PostgreSQL 9.5+.
WITH user_relation AS (
  SELECT c.oid, n.nspname, c.relname, c.relacl, c.reltablespace, c.relowner, c.relkind
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
), granted AS (
  SELECT count(*) AS objects
  FROM (
    SELECT relacl FROM user_relation WHERE relacl IS NOT NULL
    UNION ALL
    SELECT nspacl FROM pg_namespace WHERE nspacl IS NOT NULL AND nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'public')
    UNION ALL
    SELECT p.proacl FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.proacl IS NOT NULL AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
    UNION ALL
    SELECT t.typacl FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typacl IS NOT NULL AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
    UNION ALL
    SELECT lomacl FROM pg_largeobject_metadata WHERE lomacl IS NOT NULL
    UNION ALL
    SELECT a.attacl FROM pg_attribute a JOIN user_relation r ON r.oid = a.attrelid WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL
    SELECT srvacl FROM pg_foreign_server WHERE srvacl IS NOT NULL
  ) AS acl
), owned_by_extension AS (
  SELECT objid FROM pg_depend WHERE deptype = 'e' AND classid IN ('pg_class'::regclass, 'pg_proc'::regclass)
), owned AS (
  SELECT relowner AS owner FROM user_relation WHERE relkind NOT IN ('i', 'I', 't') AND oid NOT IN (TABLE owned_by_extension)
  UNION ALL
  SELECT nspowner FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'public')
  UNION ALL
  SELECT p.proowner FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema' AND p.oid NOT IN (TABLE owned_by_extension)
  UNION ALL
  SELECT lomowner FROM pg_largeobject_metadata
), system_grant AS (
  SELECT 1 --@ 90600+
  FROM pg_proc p LEFT JOIN pg_init_privs i ON i.classoid = 'pg_proc'::regclass AND i.objoid = p.oid --@ 90600+
  WHERE p.oid < 16384 AND p.pronamespace = 'pg_catalog'::regnamespace AND p.proacl IS DISTINCT FROM i.initprivs --@ 90600+
  UNION ALL --@ 90600+
  SELECT 1 --@ 90600+
  FROM pg_class c LEFT JOIN pg_init_privs i ON i.classoid = 'pg_class'::regclass AND i.objoid = c.oid AND i.objsubid = 0 --@ 90600+
  WHERE c.oid < 16384 AND c.relnamespace = 'pg_catalog'::regnamespace AND c.relacl IS DISTINCT FROM i.initprivs --@ 90600+
  SELECT 1 WHERE false --@ <90600
)
SELECT 'grants on ' || objects || ' objects' AS object,
       'Roles and grants are not migrated: grant again on the target.' AS reason
FROM granted
WHERE objects > 0
UNION ALL
SELECT 'ownership of ' || count(*) || ' objects by ' || quote_ident(pg_get_userbyid(owner)),
       'Owners are not migrated: everything belongs to the login of the migration until you run ALTER ... OWNER TO on the target.'
FROM owned
WHERE pg_get_userbyid(owner) <> current_user
GROUP BY owner
UNION ALL
SELECT 'privileges of the database', 'Not migrated: on the target everybody may connect to the database until you run REVOKE CONNECT there.'
FROM pg_database
WHERE datname = current_database() AND datacl IS NOT NULL
UNION ALL
SELECT 'grants on ' || count(*) || ' objects of the system', 'Grants on objects in pg_catalog are not migrated: the target keeps its own.'
FROM system_grant
HAVING count(*) > 0
UNION ALL
SELECT 'settings of role ' || quote_ident(pg_get_userbyid(s.setrole)) || ' in this database',
       'Roles are not migrated, and their settings neither: run ALTER ROLE ... IN DATABASE ... SET again on the target.'
FROM pg_db_role_setting s
JOIN pg_database d ON d.oid = s.setdatabase AND d.datname = current_database()
WHERE s.setrole <> 0
UNION ALL
SELECT 'default privileges (' || count(*) || ')', 'Default privileges are not migrated: run ALTER DEFAULT PRIVILEGES again on the target.'
FROM pg_default_acl
HAVING count(*) > 0
UNION ALL
SELECT 'tablespace ' || quote_ident(t.spcname) || ' of ' || quote_ident(r.nspname) || '.' || quote_ident(r.relname),
       'Tablespaces are not migrated: the object is in the default tablespace of the target.'
FROM user_relation r
JOIN pg_tablespace t ON t.oid = r.reltablespace
UNION ALL --@ 100000+
SELECT 'subscription ' || quote_ident(s.subname), 'Subscriptions are not migrated: create them again on the target.' --@ 100000+
FROM pg_subscription s --@ 100000+
JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database() --@ 100000+
