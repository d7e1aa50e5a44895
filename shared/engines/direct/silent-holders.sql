-- silent-holders.sql: ends sessions that hold advisory lock $1 of this database and have not run anything for $2 milliseconds.
-- PostgreSQL 9.5+.
SELECT pg_catalog.pg_terminate_backend(l.pid)
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory'
  AND l.granted
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND (l.classid::bigint << 32) | l.objid::bigint = $1::bigint
  AND l.objsubid = 1
  AND pg_catalog.clock_timestamp() - greatest(a.state_change, a.query_start, a.backend_start) > $2::bigint * interval '1 millisecond'
