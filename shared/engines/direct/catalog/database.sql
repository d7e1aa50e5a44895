-- What CREATE DATABASE and ALTER DATABASE need to know about the current database. PostgreSQL 9.5+.
SELECT d.oid,
       d.datname AS name,
       pg_encoding_to_char(d.encoding) AS encoding,
       d.datcollate AS collate,
       d.datctype AS ctype,
       d.datconnlimit AS "connectionLimit",
       CASE d.datlocprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END AS "localeProvider", --@ 150000+
       'libc' AS "localeProvider", --@ <150000
       d.datlocale AS locale, --@ 170000+
       to_jsonb(d) ->> 'daticulocale' AS locale, --@ <170000
       to_jsonb(d) ->> 'daticurules' AS "icuRules",
       shobj_description(d.oid, 'pg_database') AS comment,
       coalesce((SELECT s.setconfig FROM pg_db_role_setting s WHERE s.setdatabase = d.oid AND s.setrole = 0), '{}') AS settings,
       current_setting('integer_datetimes') = 'on' AS "integerDatetimes",
       EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') AS "hasPublicSchema"
FROM pg_database d
WHERE d.datname = current_database()
