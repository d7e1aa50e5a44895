-- Extensions that the target can install, and whether the login may create their default version. PostgreSQL 9.5 to 12, which trust none.
SELECT e.name, NOT v.superuser OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS creatable
  FROM pg_available_extensions e
  JOIN pg_available_extension_versions v ON v.name = e.name AND v.version = e.default_version
