-- source-sessions.sql: who else is connected to this database, or holds a prepared transaction in it. $1: what the application names of our
-- own sessions begin with. $2, $3: a session that has done nothing since that time, or for that long, was not active. No query text: it may
-- hold secrets. PostgreSQL 9.5+.
SELECT pg_catalog.format('%s (%s, pid %s, from %s, connected since %s%s)', a.usename, coalesce(nullif(a.application_name, ''), 'unnamed'), a.pid,
                         coalesce(a.client_addr::text, 'local'), coalesce(pg_catalog.to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ'), 'an unknown time'),
                         ', ' || a.state || pg_catalog.to_char(coalesce(a.xact_start, a.state_change), '" since "YYYY-MM-DD HH24:MI:SS TZ')) AS who,
       a.backend_xid IS NOT NULL AS "hasWritten",
       coalesce(a.state_change > $2::timestamptz AND a.state_change > pg_catalog.clock_timestamp() - $3::interval, true) AS "wasActive"
FROM pg_catalog.pg_stat_activity a
WHERE a.datname = pg_catalog.current_database() AND a.usename IS NOT NULL AND a.pid <> pg_catalog.pg_backend_pid()
  AND pg_catalog.strpos(a.application_name, $1) <> 1
UNION ALL
SELECT pg_catalog.format('prepared transaction %L of %s, since %s', x.gid, x.owner, pg_catalog.to_char(x.prepared, 'YYYY-MM-DD HH24:MI:SS TZ')), true, false
FROM pg_catalog.pg_prepared_xacts x
WHERE x.database = pg_catalog.current_database()
