-- User databases of a server with their sizes; null where the login may not ask for it. $1: databases that belong to the server. PostgreSQL 9.5+.
SELECT datname::text AS name,
       CASE WHEN has_database_privilege(oid, 'CONNECT') THEN pg_database_size(oid)::text END AS "sizeBytes"
  FROM pg_database
 WHERE NOT datistemplate AND datallowconn AND datname <> ALL ($1)
 ORDER BY datname
