-- Subscriptions of this database, from the columns that everybody may read. PostgreSQL 10+.
SELECT format('%I', subname) AS name
  FROM pg_subscription JOIN pg_database d ON d.oid = subdbid
 WHERE datname = current_database() ORDER BY subname
