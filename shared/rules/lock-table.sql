-- Locks that the tables of this database take in one transaction, and how many this server has room for. PostgreSQL 9.5+.
SELECT (SELECT count(*)::int FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
         WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname <> 'information_schema') AS tables,
       current_setting('max_locks_per_transaction')::int
         * (current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int) AS room
