-- freeze-evidence.sql: which transactions run and which was the last (of the whole server), and what would make its counters begin anew.
-- Outside of any snapshot of ours. PostgreSQL 9.5+.
SELECT pg_catalog.txid_current_snapshot()::text AS transactions,
       d.stats_reset::text AS "countersSince",
       -- the start of the server outlives a crash of one of its processes; that of the checkpointer does not, and not everybody may see it
       pg_catalog.concat_ws(' ', pg_catalog.pg_postmaster_start_time(),
         (SELECT a.backend_start FROM pg_catalog.pg_stat_activity a WHERE a.backend_type = 'checkpointer') --@ 100000+
       ) AS "serverRun",
       pg_catalog.current_setting('track_counts') = 'on' AND NOT pg_catalog.pg_is_in_recovery() AS "countsRows",
       pg_catalog.clock_timestamp()::text AS "readOn"
FROM pg_catalog.pg_stat_database d
WHERE d.datname = pg_catalog.current_database()
