-- freeze-evidence.sql: what moves when somebody writes to this database of the source. Outside of any snapshot of ours. PostgreSQL 10+.
SELECT pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot())::text AS "nextTransaction",
       (SELECT pg_catalog.md5(coalesce(pg_catalog.string_agg(pg_catalog.concat_ws(' ', c.oid, c.relfilenode), ',' ORDER BY c.oid), ''))
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema') AS files,
       (SELECT pg_catalog.md5(coalesce(pg_catalog.string_agg(pg_catalog.concat_ws(' ', schemaname, sequencename, last_value), ',' ORDER BY schemaname, sequencename), ''))
        FROM pg_catalog.pg_sequences) AS sequences
