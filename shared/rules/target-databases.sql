-- Databases with the names $1: who owns them, how big they are, who uses them. PostgreSQL 9.5+.
-- Sessions of this service itself are not counted. Times of other users' sessions show only to members of pg_monitor.
SELECT datname::text AS name, d.oid::int8 AS oid, pg_get_userbyid(datdba)::text AS owner, pg_has_role(datdba, 'USAGE') AS "ownedByLogin",
       pg_database_size(d.oid) AS "sizeBytes", coalesce(sessions, 0) AS "activeConnections",
       to_char(last_activity AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lastActivity"
  FROM pg_database d
  LEFT JOIN (SELECT datid, count(*)::int AS sessions, max(greatest(xact_start, query_start, state_change)) AS last_activity
               FROM pg_stat_activity
              WHERE pid <> pg_backend_pid() AND coalesce(application_name, '') !~ '^pgflex'
              GROUP BY datid) AS activity ON datid = d.oid
 WHERE datname = ANY ($1)
 ORDER BY datname
