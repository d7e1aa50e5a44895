-- Extensions that the target can install, and whether the login may create their default version. PostgreSQL 13+.
SELECT e.name, NOT v.superuser OR v.trusted OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS creatable
  FROM pg_available_extensions e
  JOIN pg_available_extension_versions v ON v.name = e.name AND v.version = e.default_version
