-- replication-slots.sql: the logical slots of this database that outlive their session. "isBusy": somebody reads it; "isOwn": with our login.
-- PostgreSQL 9.5+ (temporary slots came with 10).
SELECT s.slot_name AS name, s.active AS "isBusy", coalesce(a.usename = current_user, false) AS "isOwn", s.active_pid AS pid
FROM pg_catalog.pg_replication_slots s
LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = s.active_pid
WHERE s.slot_type = 'logical' AND s.database = pg_catalog.current_database()
  AND coalesce(pg_catalog.to_jsonb(s) ->> 'temporary', 'false') = 'false'
ORDER BY s.slot_name
