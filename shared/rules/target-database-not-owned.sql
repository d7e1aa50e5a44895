-- Databases of the target that the login can't replace: not owned, or closed to it. $1: names. PostgreSQL 9.5+.
SELECT datname AS name, pg_get_userbyid(datdba) AS owner, current_user AS login, pg_has_role(datdba, 'USAGE') AS owned
  FROM pg_database
 WHERE datname = ANY ($1)
   AND NOT (pg_has_role(datdba, 'USAGE') AND datallowconn AND has_database_privilege(oid, 'CONNECT'))
 ORDER BY datname
