-- Types, casts, collations and conversions. PostgreSQL 9.5+.
SELECT CASE t.typtype WHEN 'b' THEN 'base type' WHEN 'c' THEN 'composite type' WHEN 'd' THEN 'domain' WHEN 'e' THEN 'enum type'
                      WHEN 'r' THEN 'range type' ELSE 'shell type' END AS kind,
       t.path AS name, '' AS signature,
       jsonb_strip_nulls(CASE t.typtype
         WHEN 'e' THEN jsonb_build_object('labels', (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
         WHEN 'd' THEN jsonb_build_object(
           'type', replace(format_type(t.typbasetype, t.typtypmod), '"', ''),
           'not null', nullif(t.typnotnull, false),
           'default', pg_get_expr(t.typdefaultbin, 0),
           'collation', (SELECT n.nspname || '.' || l.collname FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
                         JOIN pg_type b ON b.oid = t.typbasetype AND b.typcollation <> l.oid WHERE l.oid = t.typcollation))
         WHEN 'r' THEN (SELECT jsonb_build_object(
             'of', replace(format_type(g.rngsubtype, NULL), '"', ''), 'operator class', c.opcname,
             'canonical', nullif(g.rngcanonical, 0)::regproc::text, 'difference', nullif(g.rngsubdiff, 0)::regproc::text,
             'collation', (SELECT l.collname FROM pg_collation l JOIN pg_type s ON s.oid = g.rngsubtype AND s.typcollation <> l.oid WHERE l.oid = g.rngcollation))
           FROM pg_range g JOIN pg_opclass c ON c.oid = g.rngsubopc WHERE g.rngtypid = t.oid)
         WHEN 'b' THEN jsonb_build_object(
           'input', t.typinput::text, 'output', t.typoutput::text, 'receive', nullif(t.typreceive, 0)::text, 'send', nullif(t.typsend, 0)::text,
           'modifier input', nullif(t.typmodin, 0)::text, 'modifier output', nullif(t.typmodout, 0)::text, 'analyze', nullif(t.typanalyze, 0)::text,
           'length', t.typlen, 'by value', t.typbyval, 'alignment', t.typalign, 'storage', t.typstorage, 'category', t.typcategory,
           'preferred', t.typispreferred, 'delimiter', t.typdelim, 'default', t.typdefault,
           'element', CASE WHEN t.typelem <> 0 THEN replace(format_type(t.typelem, NULL), '"', '') END, 'collatable', t.typcollation <> 0)
         ELSE '{}' END) AS facts
FROM own_type t
UNION ALL
SELECT 'cast', '{}', replace(format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL), '"', ''),
       jsonb_strip_nulls(jsonb_build_object('context', c.castcontext, 'method', c.castmethod, 'function', nullif(c.castfunc, 0)::regprocedure::text))
FROM pg_cast c
WHERE c.oid >= 16384
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i')) -- 'i': of a range
UNION ALL
SELECT 'collation', ARRAY[n.name, c.collname::text], '',
       jsonb_strip_nulls(jsonb_build_object(
         'provider', c.collprovider, --@ 100000+
         'provider', 'c', --@ <100000
         'nondeterministic', nullif(NOT c.collisdeterministic, false), --@ 120000+
         'rules', c.collicurules, --@ 160000+
         -- the column of an ICU locale has had three names
         'locale', coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate),
         'ctype', coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collctype),
         'encoding', pg_encoding_to_char(nullif(c.collencoding, -1))
       ))
FROM pg_collation c JOIN user_schema n ON n.oid = c.collnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_collation'::regclass AND m.objid = c.oid)
UNION ALL
SELECT 'conversion', ARRAY[n.name, c.conname::text], '',
       jsonb_build_object('from', pg_encoding_to_char(c.conforencoding), 'to', pg_encoding_to_char(c.contoencoding), 'function', c.conproc::text, 'default', c.condefault)
FROM pg_conversion c JOIN user_schema n ON n.oid = c.connamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_conversion'::regclass AND m.objid = c.oid)
