-- Parameters that the login may give a function. PostgreSQL 9.5 to 14.
SELECT lower(name) AS name FROM pg_settings
 WHERE context = 'user' OR context = 'superuser' AND (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
 UNION ALL
SELECT unnest(ARRAY['role', 'session_authorization']) -- not listed there
