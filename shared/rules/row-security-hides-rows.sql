-- Tables whose policies apply to the login: neither superuser nor BYPASSRLS, and not the owner or under FORCE. PostgreSQL 9.5+.
-- row_security_active() answers true under row_security = off as well, where reading would be an error.
SELECT format('%I.%I', nspname, relname) AS name, current_user AS login, pg_has_role(relowner, 'USAGE') AS owned
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = relnamespace
 WHERE relkind IN ('r', 'p') AND relrowsecurity AND row_security_active(c.oid)
   AND nspname !~ '^pg_' AND nspname <> 'information_schema'
 ORDER BY 1
