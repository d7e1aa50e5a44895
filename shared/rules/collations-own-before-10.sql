-- User collations with the locales they use. PostgreSQL 9.5 and 9.6, which know only those of the operating system.
SELECT DISTINCT format('%I.%I', nspname, collname) AS name, locale
  FROM pg_collation k JOIN pg_namespace n ON n.oid = collnamespace, unnest(ARRAY[collcollate, collctype]::text[]) AS locale
 WHERE k.oid >= 16384
   AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_collation'::regclass AND objid = k.oid AND deptype = 'e')
   AND nspname <> 'pg_catalog' ORDER BY 1
