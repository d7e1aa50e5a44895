-- Schemas, and what stands in pg_class but indexes and composite types, each with the properties that read alike on every version. PostgreSQL 9.5+.
SELECT 'schema' AS kind, ARRAY[n.name] AS name, '' AS signature, '{}'::jsonb AS facts
FROM user_schema n
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_namespace'::regclass AND m.objid = n.oid)
UNION ALL
SELECT CASE r.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'f' THEN 'foreign table' WHEN 'v' THEN 'view'
                      WHEN 'm' THEN 'materialized view' ELSE 'relation of kind ' || r.relkind::text END,
       r.path, '',
       jsonb_strip_nulls(jsonb_build_object(
         'unlogged', nullif(r.relpersistence = 'u', false),
         'row security', nullif(r.relrowsecurity, false),
         'forced row security', nullif(r.relforcerowsecurity, false),
         'replica identity', CASE WHEN r.relkind IN ('r', 'p', 'm') THEN nullif(r.relreplident, 'd') END,
         'options', (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(r.reloptions) o),
         'toast options', (SELECT array_agg(o ORDER BY o COLLATE "C") FROM pg_class t, unnest(t.reloptions) o WHERE t.oid = r.reltoastrelid),
         'typed', CASE WHEN r.reloftype <> 0 THEN replace(format_type(r.reloftype, NULL), '"', '') END,
         'parents', (SELECT array_agg(p.path::text ORDER BY i.inhseqno) FROM pg_inherits i JOIN relation p ON p.oid = i.inhparent WHERE i.inhrelid = r.oid),
         'partition bound', pg_get_expr(r.relpartbound, r.oid), --@ 100000+
         'partition key', CASE WHEN r.relkind = 'p' THEN replace(pg_get_partkeydef(r.oid), '"', '') END, --@ 100000+
         'access method', CASE WHEN r.relkind IN ('r', 'm') THEN (SELECT nullif(a.amname, 'heap') FROM pg_am a WHERE a.oid = r.relam) END, --@ 120000+
         'server', (SELECT s.srvname FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = r.oid),
         'server options', (SELECT array_agg(o ORDER BY o COLLATE "C") FROM pg_foreign_table f, unnest(f.ftoptions) o WHERE f.ftrelid = r.oid),
         'column order', (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped),
         'empty', CASE WHEN r.relkind = 'm' THEN nullif(NOT r.relispopulated, false) END,
         'definition', CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END
       ))
FROM relation r
WHERE r.relkind NOT IN ('i', 'I', 't', 'c', 'S')
UNION ALL
SELECT 'sequence', s.path, '',
       jsonb_strip_nulls(jsonb_build_object(
         'unlogged', nullif(s.relpersistence = 'u', false),
         'type', 'bigint', 'start', p.start_value, 'increment', p.increment, 'minimum', p.minimum_value, 'maximum', p.maximum_value, 'cycle', nullif(p.cycle_option, false), --@ <100000
         'type', format_type(q.seqtypid, NULL), 'start', q.seqstart, 'increment', q.seqincrement, 'minimum', q.seqmin, 'maximum', q.seqmax, 'cycle', nullif(q.seqcycle, false), --@ 100000+
         'cache', q.seqcache, --@ 100000+
         'owned by', (SELECT concat_ws(' ', o.path::text, a.attname, CASE d.deptype WHEN 'i' THEN 'as identity' END)
                      FROM pg_depend d JOIN relation o ON o.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum = d.refobjsubid
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
       ))
FROM relation s
JOIN pg_sequence q ON q.seqrelid = s.oid --@ 100000+
CROSS JOIN LATERAL pg_sequence_parameters(s.oid) p --@ <100000
WHERE s.relkind = 'S'
