-- Subscriptions of the current database. PostgreSQL 10+.
SELECT s.subname AS name
FROM pg_subscription s
JOIN pg_database d ON d.oid = s.subdbid
WHERE d.datname = current_database()
ORDER BY s.subname
