-- Parameters that the login may give a function. PostgreSQL 15+, which lets others set what was a superuser's.
SELECT lower(name) AS name FROM pg_settings
 WHERE context = 'user' OR context = 'superuser' AND has_parameter_privilege(name, 'SET')
 UNION ALL
SELECT unnest(ARRAY['role', 'session_authorization']) -- not listed there
