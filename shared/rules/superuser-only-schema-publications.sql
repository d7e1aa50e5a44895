-- Publications of whole schemas, which only a superuser can create. PostgreSQL 15+.
SELECT DISTINCT 'publication of a whole schema' AS kind, format('%I', pubname) AS name
  FROM pg_publication_namespace JOIN pg_publication p ON p.oid = pnpubid ORDER BY 2
