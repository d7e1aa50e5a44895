-- database-state.sql: oid of this database, its user tables, the files they are in (TRUNCATE gives a table a new one), and the rows ever
-- inserted, updated or deleted in them (large objects included). PostgreSQL 9.5+.
SELECT d.oid,
       (SELECT count(*)::int
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema') AS tables,
       (SELECT pg_catalog.md5(coalesce(pg_catalog.string_agg(c.relfilenode::text, ' ' ORDER BY c.oid), ''))
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema') AS files,
       (SELECT coalesce(sum(s.n_tup_ins + s.n_tup_upd + s.n_tup_del), 0)::text
        FROM pg_catalog.pg_stat_all_tables s
        WHERE s.relid = 'pg_catalog.pg_largeobject'::pg_catalog.regclass
           OR (s.schemaname NOT LIKE 'pg\_%' AND s.schemaname <> 'information_schema')) AS changes
FROM pg_catalog.pg_database d
WHERE d.datname = pg_catalog.current_database()
