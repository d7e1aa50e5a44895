-- System collations, other than the default, that user objects name, with those objects. PostgreSQL 9.5+.
WITH used AS (
  SELECT attcollation AS collation_oid, format('%I.%I.%I', nspname, relname, attname) AS object
    FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
   WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
     AND nspname !~ '^pg_' AND nspname <> 'information_schema'
   UNION ALL
  SELECT unnest(indcollation), format('%I.%I', nspname, relname)
    FROM pg_index JOIN pg_class c ON c.oid = indexrelid JOIN pg_namespace n ON n.oid = relnamespace
   WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
   UNION ALL
  SELECT typcollation, format('%I.%I', nspname, typname)
    FROM pg_type JOIN pg_namespace n ON n.oid = typnamespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
   UNION ALL
  SELECT rngcollation, rngtypid::regtype::text FROM pg_range WHERE rngtypid >= 16384
)
SELECT collname::text AS name, array_agg(DISTINCT object ORDER BY object) AS objects
  FROM used JOIN pg_collation k ON k.oid = collation_oid
 WHERE collnamespace = 'pg_catalog'::regnamespace AND collname <> 'default'
 GROUP BY collname ORDER BY collname
