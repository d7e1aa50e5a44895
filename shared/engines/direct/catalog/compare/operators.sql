-- Operators, operator classes and operator families with what belongs to them. PostgreSQL 9.5+.
SELECT 'operator' AS kind, ARRAY[n.name, o.oprname::text] AS name,
       replace(format('(%s, %s)', coalesce(format_type(nullif(o.oprleft, 0), NULL), 'NONE'), coalesce(format_type(nullif(o.oprright, 0), NULL), 'NONE')), '"', '') AS signature,
       jsonb_strip_nulls(jsonb_build_object(
         'function', o.oprcode::text, 'result', replace(format_type(o.oprresult, NULL), '"', ''),
         'commutator', nullif(o.oprcom, 0)::regoperator::text, 'negator', nullif(o.oprnegate, 0)::regoperator::text,
         'restrict', nullif(o.oprrest, 0)::regproc::text, 'join', nullif(o.oprjoin, 0)::regproc::text,
         'merges', nullif(o.oprcanmerge, false), 'hashes', nullif(o.oprcanhash, false)
       )) AS facts
FROM pg_operator o JOIN user_schema n ON n.oid = o.oprnamespace
WHERE o.oprcode <> 0 AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_operator'::regclass AND m.objid = o.oid)
UNION ALL
SELECT 'operator family', ARRAY[n.name, f.opfname::text], a.amname::text,
       jsonb_strip_nulls(jsonb_build_object(
         'operators', (SELECT array_agg(concat_ws(' ', p.amopstrategy, p.amopopr::regoperator::text, p.amoppurpose) ORDER BY p.amopstrategy, p.amopopr::regoperator::text COLLATE "C")
                       FROM pg_amop p WHERE p.amopfamily = f.oid),
         'functions', (SELECT array_agg(concat_ws(' ', p.amprocnum, p.amproc::regprocedure::text) ORDER BY p.amprocnum, p.amproc::regprocedure::text COLLATE "C")
                       FROM pg_amproc p WHERE p.amprocfamily = f.oid)
       ))
FROM pg_opfamily f JOIN user_schema n ON n.oid = f.opfnamespace JOIN pg_am a ON a.oid = f.opfmethod
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_opfamily'::regclass AND m.objid = f.oid)
UNION ALL
SELECT 'operator class', ARRAY[n.name, c.opcname::text], a.amname::text,
       jsonb_strip_nulls(jsonb_build_object(
         'type', replace(format_type(c.opcintype, NULL), '"', ''), 'default', c.opcdefault,
         'stored as', CASE WHEN c.opckeytype <> 0 THEN replace(format_type(c.opckeytype, NULL), '"', '') END,
         'family', (SELECT f.opfname FROM pg_opfamily f WHERE f.oid = c.opcfamily)
       ))
FROM pg_opclass c JOIN user_schema n ON n.oid = c.opcnamespace JOIN pg_am a ON a.oid = c.opcmethod
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_opclass'::regclass AND m.objid = c.oid)
