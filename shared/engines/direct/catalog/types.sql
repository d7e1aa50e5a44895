-- Types of the columns of user tables, and the types that those are made of: elements of arrays, bases of domains, bounds of ranges,
-- columns of composites. PostgreSQL 9.5+.
WITH RECURSIVE used AS (
  SELECT DISTINCT a.atttypid AS oid
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r'
    AND c.relpersistence <> 't'
    AND a.attnum > 0
    AND NOT a.attisdropped
    AND n.nspname NOT LIKE 'pg\_%'
    AND n.nspname <> 'information_schema'
  UNION
  SELECT part.oid
  FROM used
  JOIN pg_type t ON t.oid = used.oid
  LEFT JOIN pg_range r ON r.rngtypid = t.oid
    OR r.rngmultitypid = t.oid --@ 140000+
  CROSS JOIN LATERAL (
    VALUES (t.typelem), (t.typbasetype), (r.rngsubtype)
    UNION ALL
    SELECT a.atttypid FROM pg_attribute a WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
  ) AS part (oid)
  WHERE part.oid <> 0
)
SELECT t.oid,
       n.nspname AS schema,
       t.typname AS name,
       t.typtype::text AS type,
       -- a true array; point and name have elements too, but are no arrays
       t.typelem <> 0 AND t.typlen = -1 AND t.typsend = 'pg_catalog.array_send'::regproc AS "isArray",
       t.typelem AS "elementOid",
       t.typbasetype AS "baseOid",
       coalesce(r.rngsubtype, 0) AS "subtypeOid",
       (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'typeOid', a.atttypid::int8) ORDER BY a.attnum), '[]')
        FROM pg_attribute a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS attributes,
       format_type(t.oid, NULL) AS "displayName",
       (SELECT quote_ident(sn.nspname) || '.' || quote_ident(s.proname)
        FROM pg_proc s JOIN pg_namespace sn ON sn.oid = s.pronamespace WHERE s.oid = t.typsend) AS send
FROM used
JOIN pg_type t ON t.oid = used.oid
JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_range r ON r.rngtypid = t.oid
  OR r.rngmultitypid = t.oid --@ 140000+
