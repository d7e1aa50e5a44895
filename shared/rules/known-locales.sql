-- Locales of the target's operating system, as far as PostgreSQL knows them: imported as collations, or used by a database. PostgreSQL 9.5+.
SELECT DISTINCT locale
  FROM (SELECT unnest(ARRAY[collcollate, collctype]::text[]) AS locale FROM pg_collation
         UNION ALL
        SELECT unnest(ARRAY[datcollate, datctype]::text[]) FROM pg_database
         UNION ALL
        SELECT unnest(ARRAY['C', 'POSIX'])) AS known
 WHERE locale IS NOT NULL AND locale <> ''
