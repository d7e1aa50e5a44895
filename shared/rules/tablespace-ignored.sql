-- Tablespaces other than the default that this database or its relations lie in. PostgreSQL 9.5+.
WITH placed AS (
  SELECT reltablespace AS tablespace, format('%I.%I', nspname, relname) AS object
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
   WHERE reltablespace <> 0 AND nspname !~ '^pg_' AND nspname <> 'information_schema'
   UNION ALL
  SELECT dattablespace, format('database %I', datname) FROM pg_database WHERE datname = current_database()
)
SELECT quote_ident(spcname) AS tablespace, array_agg(object ORDER BY object) AS objects
  FROM placed JOIN pg_tablespace t ON t.oid = tablespace
 WHERE spcname <> 'pg_default' GROUP BY spcname ORDER BY spcname
