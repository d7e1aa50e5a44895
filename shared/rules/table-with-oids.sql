-- Tables with a hidden oid column. PostgreSQL 9.5 to 11.
SELECT format('%I.%I', nspname, relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
 WHERE relhasoids AND relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1
