-- What sessions of this product do on the server beside the one that asks, and how many connections are free. PostgreSQL 10+.
SELECT count(*) FILTER (WHERE application_name LIKE 'pgflex:%:copy' AND state <> 'idle'),
       count(*) FILTER (WHERE application_name LIKE 'pgflex:%:index' AND state <> 'idle'),
       current_setting('max_connections')::int
         - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true)::int, 0)
         - count(*) - 1
FROM pg_stat_activity
WHERE backend_type = 'client backend'
  AND pid <> pg_backend_pid()
