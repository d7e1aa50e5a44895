-- Tables of this database that another session keeps from being read, with who does. PostgreSQL 9.5+.
SELECT format('%I.%I', nspname, relname) AS name,
       format('pid %s (%s, %s, since %s)', pid, coalesce(usename::text, 'prepared transaction or hidden'),
              coalesce(nullif(application_name, ''), 'unnamed'), coalesce(to_char(xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'), 'unknown')) AS holder
  FROM pg_locks l
  JOIN pg_class c ON c.oid = relation
  JOIN pg_namespace n ON n.oid = relnamespace
  LEFT JOIN pg_stat_activity a USING (pid)
 WHERE locktype = 'relation' AND mode = 'AccessExclusiveLock' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND relkind IN ('r', 'p', 'S', 'm') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
 ORDER BY 1
