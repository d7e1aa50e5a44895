-- Every database of a server, with its size where the login may ask for it. $1: databases that belong to the server. PostgreSQL 9.5+.
SELECT datname::text AS name,
       CASE WHEN has_database_privilege(oid, 'CONNECT') THEN pg_database_size(oid)::text END AS "sizeBytes",
       pg_get_userbyid(datdba)::text AS owner,
       pg_encoding_to_char(encoding)::text AS encoding,
       datcollate::text AS collation,
       datistemplate OR datname = ANY ($1) AS "isSystem",
       datallowconn AND has_database_privilege(oid, 'CONNECT') AS "isOpen"
  FROM pg_database
 ORDER BY 6, 1
