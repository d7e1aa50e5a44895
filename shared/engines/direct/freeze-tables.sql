-- freeze-tables.sql: of each table and materialised view of this database, and of the large objects: its file (TRUNCATE gives it a new one, and
-- moves no counter) and the rows ever inserted, updated and deleted. PostgreSQL 9.5+.
SELECT n.nspname AS schema, c.relname AS name,
       coalesce(pg_catalog.pg_relation_filenode(c.oid), 0)::text AS file,
       coalesce(pg_catalog.pg_stat_get_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_tuples_updated(c.oid)
                + pg_catalog.pg_stat_get_tuples_deleted(c.oid), 0)::text AS changes
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = 'pg_catalog.pg_largeobject'::pg_catalog.regclass
   OR (c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema')
