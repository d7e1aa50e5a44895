-- What is outside of schemas: extensions, languages, transforms, access methods, foreign-data wrappers, servers, user mappings, large objects.
-- Values of options of user mappings are secrets and are not read. PostgreSQL 9.5+.
SELECT 'extension' AS kind, ARRAY[e.extname::text] AS name, '' AS signature,
       jsonb_build_object('version', e.extversion, 'schema', (SELECT nspname FROM pg_namespace n WHERE n.oid = e.extnamespace)) AS facts
FROM pg_extension e
UNION ALL
SELECT 'language', ARRAY[l.lanname::text], '',
       jsonb_strip_nulls(jsonb_build_object('trusted', l.lanpltrusted, 'handler', nullif(l.lanplcallfoid, 0)::regproc::text,
         'inline', nullif(l.laninline, 0)::regproc::text, 'validator', nullif(l.lanvalidator, 0)::regproc::text))
FROM pg_language l
WHERE l.oid >= 16384 AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_language'::regclass AND m.objid = l.oid)
UNION ALL
SELECT 'transform', '{}', replace(format_type(t.trftype, NULL), '"', '') || ' FOR ' || l.lanname,
       jsonb_build_object('from', t.trffromsql::regproc::text, 'to', t.trftosql::regproc::text)
FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_transform'::regclass AND m.objid = t.oid)
UNION ALL
SELECT 'access method', ARRAY[a.amname::text], '',
       '{}'::jsonb --@ <90600
       jsonb_build_object('type', a.amtype, 'handler', a.amhandler::text) --@ 90600+
FROM pg_am a
WHERE a.oid >= 16384 AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_am'::regclass AND m.objid = a.oid)
UNION ALL
SELECT 'foreign-data wrapper', ARRAY[w.fdwname::text], '',
       jsonb_strip_nulls(jsonb_build_object('handler', nullif(w.fdwhandler, 0)::regproc::text, 'validator', nullif(w.fdwvalidator, 0)::regproc::text, 'options', w.fdwoptions))
FROM pg_foreign_data_wrapper w
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_foreign_data_wrapper'::regclass AND m.objid = w.oid)
UNION ALL
SELECT 'server', ARRAY[s.srvname::text], '',
       jsonb_strip_nulls(jsonb_build_object('wrapper', (SELECT w.fdwname FROM pg_foreign_data_wrapper w WHERE w.oid = s.srvfdw),
         'type', s.srvtype, 'version', s.srvversion, 'options', (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(s.srvoptions) o)))
FROM pg_foreign_server s
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_foreign_server'::regclass AND m.objid = s.oid)
UNION ALL
SELECT 'user mapping', ARRAY[u.srvname::text, u.usename::text], '', '{}' FROM pg_user_mappings u
UNION ALL
SELECT 'large object', ARRAY[o.oid::text], '', jsonb_strip_nulls(jsonb_build_object('comment', obj_description(o.oid, 'pg_largeobject')))
FROM pg_largeobject_metadata o
