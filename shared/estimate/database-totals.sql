-- What COPY does not carry of the current database: bytes of large objects, and how many objects there are beside tables and indexes.
-- PostgreSQL 9.5+.
WITH own AS (
  SELECT oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
)
SELECT pg_database_size(current_database())::float8 AS "sizeBytes",
       CASE WHEN EXISTS (SELECT FROM pg_largeobject_metadata) THEN pg_table_size('pg_largeobject')::float8 ELSE 0 END AS "largeObjectBytes",
       (SELECT count(*)::int FROM pg_class c WHERE c.relkind IN ('v', 'S', 'c', 'f') AND c.relnamespace IN (SELECT oid FROM own))
         + (SELECT count(*)::int FROM pg_proc p WHERE p.pronamespace IN (SELECT oid FROM own))
         + (SELECT count(*)::int FROM pg_type t WHERE t.typtype IN ('d', 'e', 'r') AND t.typnamespace IN (SELECT oid FROM own))
         + (SELECT count(*)::int FROM pg_trigger g WHERE NOT g.tgisinternal) AS "otherObjects"
