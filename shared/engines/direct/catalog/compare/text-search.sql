-- Text search: configurations with their mappings, dictionaries, parsers, templates. PostgreSQL 9.5+.
SELECT 'text search configuration' AS kind, ARRAY[n.name, c.cfgname::text] AS name, '' AS signature,
       jsonb_strip_nulls(jsonb_build_object(
         'parser', (SELECT p.prsname FROM pg_ts_parser p WHERE p.oid = c.cfgparser),
         'mappings', (SELECT array_agg(concat_ws(' ', m.maptokentype, m.mapdict::regdictionary::text) ORDER BY m.maptokentype, m.mapseqno)
                      FROM pg_ts_config_map m WHERE m.mapcfg = c.oid)
       )) AS facts
FROM pg_ts_config c JOIN user_schema n ON n.oid = c.cfgnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_config'::regclass AND m.objid = c.oid)
UNION ALL
SELECT 'text search dictionary', ARRAY[n.name, d.dictname::text], '',
       jsonb_strip_nulls(jsonb_build_object('template', (SELECT t.tmplname FROM pg_ts_template t WHERE t.oid = d.dicttemplate), 'options', d.dictinitoption))
FROM pg_ts_dict d JOIN user_schema n ON n.oid = d.dictnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_dict'::regclass AND m.objid = d.oid)
UNION ALL
SELECT 'text search parser', ARRAY[n.name, p.prsname::text], '',
       jsonb_build_object('functions', concat_ws(' ', p.prsstart, p.prstoken, p.prsend, p.prsheadline, p.prslextype))
FROM pg_ts_parser p JOIN user_schema n ON n.oid = p.prsnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_parser'::regclass AND m.objid = p.oid)
UNION ALL
SELECT 'text search template', ARRAY[n.name, t.tmplname::text], '', jsonb_build_object('functions', concat_ws(' ', t.tmplinit, t.tmpllexize))
FROM pg_ts_template t JOIN user_schema n ON n.oid = t.tmplnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_template'::regclass AND m.objid = t.oid)
