-- source-facts.sql: what a person should know of a source that is not migrated or not ready: whether new sessions are read-only, how many
-- login roles and memberships there are, which parameters were changed from the server's defaults. PostgreSQL 9.5+.
SELECT (SELECT reset_val = 'on' FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only') AS "readOnly",
       (SELECT count(*)::int FROM pg_catalog.pg_roles WHERE rolname !~ '^(pg_|azure)' AND rolcanlogin AND rolname <> current_user) AS logins,
       (SELECT count(*)::int FROM pg_catalog.pg_roles WHERE rolname !~ '^(pg_|azure)' AND NOT rolcanlogin) AS groups,
       (SELECT coalesce(pg_catalog.array_agg(name::text ORDER BY name), '{}')
          FROM pg_catalog.pg_settings
         WHERE source IN ('configuration file', 'command line')
           AND context IN ('user', 'superuser', 'backend', 'superuser-backend', 'sighup')
           AND category NOT LIKE 'File Locations' AND category NOT LIKE 'Connections and Authentication%'
           AND name NOT IN ('TimeZone', 'log_timezone', 'lc_messages', 'lc_monetary', 'lc_numeric', 'lc_time', 'DateStyle', 'default_text_search_config'))
       AS parameters
