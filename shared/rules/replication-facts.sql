-- replication-facts.sql: how many logical replication slots and WAL senders are configured and taken, and whether the login may use them. PostgreSQL 9.5+.
SELECT current_setting('max_replication_slots')::int AS slots,
       (SELECT count(*)::int FROM pg_replication_slots) AS "slotsTaken",
       current_setting('max_wal_senders')::int AS senders,
       (SELECT count(*)::int FROM pg_stat_replication) AS "sendersTaken",
       current_user::text AS login,
       (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user) AS "mayReplicate"
