-- Comments and security labels on the user's objects; those of large objects are listed with them. PostgreSQL 9.5+.
SELECT 'comment' AS kind, o.object_names AS name, o.type || coalesce('(' || replace(nullif(array_to_string(o.object_args, ', '), ''), '"', '') || ')', '') AS signature,
       jsonb_build_object('text', d.description) AS facts
FROM pg_description d, pg_identify_object_as_address(d.classoid, d.objoid, d.objsubid) o
WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass AND d.objoid = 2200) -- schema public is a user's, by any version
  AND d.classoid NOT IN ('pg_extension'::regclass, 'pg_largeobject'::regclass)
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = d.classoid AND m.objid = d.objoid)
  AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = d.objoid AND NOT i.indisvalid)
  AND o.object_names[1] IS DISTINCT FROM $1
UNION ALL
SELECT 'security label', o.object_names, o.type || coalesce('(' || replace(nullif(array_to_string(o.object_args, ', '), ''), '"', '') || ')', ''),
       jsonb_build_object(s.provider, s.label)
FROM pg_seclabel s, pg_identify_object_as_address(s.classoid, s.objoid, s.objsubid) o
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = s.classoid AND m.objid = s.objoid)
