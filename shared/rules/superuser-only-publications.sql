-- Publications of all tables, which only a superuser can create. PostgreSQL 10+.
SELECT 'publication of all tables' AS kind, format('%I', pubname) AS name FROM pg_publication WHERE puballtables ORDER BY pubname
