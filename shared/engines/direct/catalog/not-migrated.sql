-- What stays behind by design, with the reason, for the report. PostgreSQL 9.5+.
WITH user_relation AS (
  SELECT c.oid, n.nspname, c.relname, c.relacl, c.reltablespace
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
  ) AS acl
)
SELECT 'grants on ' || objects || ' objects' AS object,
       'Roles and grants are not migrated: grant again on the target.' AS reason
FROM granted
WHERE objects > 0
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
