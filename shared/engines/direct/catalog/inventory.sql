-- Every object of the user's by kind and name, with those of its properties that read alike on every version. Not listed: system objects,
-- members of extensions, what PostgreSQL makes by itself for another object, the schema in $1. PostgreSQL 9.5+.
WITH member AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), user_schema AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' AND nspname <> $1
), relation AS (
  SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relkind::text AS relkind, c.relpersistence::text AS relpersistence,
         c.relrowsecurity, c.relforcerowsecurity,
         (SELECT string_agg(o, ',' ORDER BY o COLLATE "C") FROM unnest(c.reloptions) o) AS options,
         c.relispartition, --@ 100000+
         c.relreplident::text AS relreplident
  FROM pg_class c
  JOIN user_schema n ON n.oid = c.relnamespace
  WHERE c.relpersistence <> 't'
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
), routine AS (
  SELECT n.nspname || '.' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')' AS name, p.prolang, p.prorettype, p.provolatile,
         p.proisstrict, p.prosecdef, p.proretset, p.prosrc
  FROM pg_proc p
  JOIN user_schema n ON n.oid = p.pronamespace
  WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
), type AS (
  SELECT t.oid, n.nspname || '.' || t.typname AS name, t.typtype, t.typbasetype, t.typtypmod, t.typnotnull
  FROM pg_type t
  JOIN user_schema n ON n.oid = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
    AND (c.oid IS NULL OR c.relkind = 'c')
    AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
), own_constraint AS (
  SELECT k.conname, k.contype, k.convalidated, k.condeferrable, k.condeferred, coalesce(r.name, 'domain ' || t.name) AS owner
  FROM pg_constraint k
  LEFT JOIN relation r ON r.oid = k.conrelid
  LEFT JOIN type t ON t.oid = k.contypid
  WHERE coalesce(r.oid, t.oid) IS NOT NULL
    AND k.contype <> 't' -- constraint triggers are listed as triggers
    AND k.conparentid = 0 --@ 110000+
), own_index AS (
  SELECT i.*, c.name, c.options, r.name AS relation
  FROM pg_index i
  JOIN relation r ON r.oid = i.indrelid
  JOIN relation c ON c.oid = i.indexrelid
  WHERE i.indisready
    AND i.indisvalid --@ <110000
    AND (i.indisvalid OR r.relkind = 'p') --@ 110000+
), own_trigger AS (
  SELECT t.oid, r.name || ' ' || t.tgname AS name, t.tgenabled::text AS enabled, t.tgtype
  FROM pg_trigger t
  JOIN relation r ON r.oid = t.tgrelid
  WHERE NOT t.tgisinternal
    AND t.tgparentid = 0 --@ 130000+
), described AS (
  SELECT d.classoid, d.objoid, d.objsubid, d.description
  FROM pg_description d
  WHERE d.objoid >= 16384
    AND d.classoid NOT IN ('pg_extension'::regclass, 'pg_largeobject'::regclass)
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = d.classoid AND m.objid = d.objoid)
    AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = d.objoid AND NOT i.indisvalid)
)
SELECT 'schema' AS kind, n.nspname::text AS identity, '' AS detail
FROM user_schema n
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_namespace'::regclass AND m.objid = n.oid)
UNION ALL
SELECT CASE r.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                      WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' ELSE 'relation of kind ' || r.relkind END,
       r.name,
       concat_ws(' ', r.relpersistence, CASE WHEN r.relrowsecurity THEN 'row security' END, CASE WHEN r.relforcerowsecurity THEN 'forced' END,
                 CASE WHEN r.relkind IN ('r', 'p', 'm') THEN r.relreplident END, r.options)
FROM relation r
WHERE r.relkind NOT IN ('i', 'I', 't', 'c')
UNION ALL
SELECT 'column', r.name || '.' || a.attname,
       concat_ws(' ', CASE WHEN r.relkind NOT IN ('v', 'm') THEN format_type(a.atttypid, a.atttypmod)
                          -- views are analysed anew: length limits may differ, and below 10 a bare literal had no type yet
                          ELSE replace(format_type(a.atttypid, NULL), 'unknown', 'text') END,
                 CASE WHEN r.relkind NOT IN ('v', 'm') THEN (SELECT l.collname::text FROM pg_collation l JOIN pg_type t ON t.oid = a.atttypid
                                                             WHERE l.oid = a.attcollation AND l.oid <> t.typcollation) END,
                 'statistics ' || nullif(a.attstattarget, -1), -- the default is NULL from 17 on
                 (SELECT string_agg(o, ',' ORDER BY o COLLATE "C") FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg\_attver=%'),
                 CASE WHEN a.attnotnull THEN 'not null' END, CASE WHEN a.atthasdef THEN 'default' END,
                 CASE WHEN NOT r.relispartition THEN nullif(a.attidentity::text, '') END, -- from 17 on, partitions have it from their parent --@ 100000+
                 NULL) --@ <120000
                 CASE WHEN a.attgenerated <> '' THEN 'generated' END) --@ 120000+
FROM pg_attribute a
JOIN relation r ON r.oid = a.attrelid
WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
UNION ALL
SELECT 'inheritance', c.name || ' of ' || p.name, ''
FROM pg_inherits i JOIN relation c ON c.oid = i.inhrelid JOIN relation p ON p.oid = i.inhparent
UNION ALL
SELECT 'index', i.name || ' on ' || i.relation,
       concat_ws(' ', CASE WHEN i.indisunique THEN 'unique' END, CASE WHEN i.indisprimary THEN 'primary' END,
                 CASE WHEN i.indisvalid THEN 'valid' END, CASE WHEN i.indisclustered THEN 'clustered' END,
                 CASE WHEN i.indisreplident THEN 'replica identity' END, i.indnatts::text, i.options)
FROM own_index i
UNION ALL
SELECT CASE k.contype WHEN 'f' THEN 'foreign key' ELSE 'constraint' END,
       k.owner || ' ' || k.conname,
       concat_ws(' ', k.contype::text, CASE WHEN k.convalidated THEN 'valid' END, CASE WHEN k.condeferrable THEN 'deferrable' END,
                 CASE WHEN k.condeferred THEN 'deferred' END)
FROM own_constraint k
UNION ALL
SELECT 'trigger', t.name, t.enabled || ' ' || t.tgtype FROM own_trigger t
UNION ALL
SELECT 'rule', r.name || ' ' || w.rulename, w.ev_type::text || w.ev_enabled::text
FROM pg_rewrite w JOIN relation r ON r.oid = w.ev_class
WHERE w.rulename <> '_RETURN'
UNION ALL
SELECT 'policy', r.name || ' ' || p.polname,
       p.polcmd::text || coalesce((SELECT string_agg(a.rolname::text, ',' ORDER BY a.rolname::text COLLATE "C") FROM pg_roles a WHERE a.oid = ANY (p.polroles)), '')
FROM pg_policy p JOIN relation r ON r.oid = p.polrelid
UNION ALL
SELECT 'routine', f.name,
       concat_ws(' ', l.lanname, format_type(f.prorettype, NULL), f.provolatile::text, f.proisstrict::text, f.prosecdef::text, f.proretset::text, md5(f.prosrc))
FROM routine f JOIN pg_language l ON l.oid = f.prolang
UNION ALL
SELECT 'type', t.name,
       CASE t.typtype WHEN 'd' THEN concat_ws(' ', 'domain', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'not null' END)
                      WHEN 'e' THEN 'enum ' || coalesce((SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder)
                                                         FROM pg_enum e WHERE e.enumtypid = t.oid), '')
                      ELSE t.typtype::text END
FROM type t
UNION ALL
SELECT 'extension', e.extname::text, '' FROM pg_extension e
UNION ALL
SELECT 'sequence owner', s.name || ' by ' || r.name || '.' || a.attname, d.deptype::text
FROM pg_depend d
JOIN relation s ON s.oid = d.objid AND s.relkind = 'S'
JOIN relation r ON r.oid = d.refobjid
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.refobjsubid
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
UNION ALL --@ 100000+
SELECT 'sequence properties', s.name, concat_ws(' ', format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle) --@ 100000+
FROM pg_sequence q JOIN relation s ON s.oid = q.seqrelid --@ 100000+
UNION ALL --@ 100000+
SELECT 'statistics', n.nspname || '.' || s.stxname, '' --@ 100000+
FROM pg_statistic_ext s JOIN user_schema n ON n.oid = s.stxnamespace --@ 100000+
UNION ALL --@ 100000+
SELECT 'publication', p.pubname::text, concat_ws(' ', p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete) FROM pg_publication p --@ 100000+
UNION ALL --@ 100000+
SELECT 'published table', p.pubname || ' ' || r.name, '' --@ 100000+
FROM pg_publication_rel m JOIN pg_publication p ON p.oid = m.prpubid JOIN relation r ON r.oid = m.prrelid --@ 100000+
UNION ALL --@ 150000+
SELECT 'published schema', p.pubname || ' ' || n.nspname, '' --@ 150000+
FROM pg_publication_namespace m JOIN pg_publication p ON p.oid = m.pnpubid JOIN pg_namespace n ON n.oid = m.pnnspid --@ 150000+
UNION ALL
SELECT 'cast', format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL), c.castcontext::text || c.castmethod::text
FROM pg_cast c
WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_cast'::regclass AND m.objid = c.oid)
UNION ALL
SELECT 'operator', n.nspname || '.' || o.oprname || '(' || format_type(nullif(o.oprleft, 0), NULL) || ',' || format_type(nullif(o.oprright, 0), NULL) || ')', ''
FROM pg_operator o JOIN user_schema n ON n.oid = o.oprnamespace
WHERE o.oprcode <> 0 AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_operator'::regclass AND m.objid = o.oid)
UNION ALL
SELECT 'operator family', n.nspname || '.' || f.opfname || ' using ' || a.amname, ''
FROM pg_opfamily f JOIN user_schema n ON n.oid = f.opfnamespace JOIN pg_am a ON a.oid = f.opfmethod
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_opfamily'::regclass AND m.objid = f.oid)
UNION ALL
SELECT 'operator class', n.nspname || '.' || c.opcname || ' using ' || a.amname, c.opcdefault::text
FROM pg_opclass c JOIN user_schema n ON n.oid = c.opcnamespace JOIN pg_am a ON a.oid = c.opcmethod
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_opclass'::regclass AND m.objid = c.oid)
UNION ALL
SELECT 'collation', n.nspname || '.' || c.collname, ''
FROM pg_collation c JOIN user_schema n ON n.oid = c.collnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_collation'::regclass AND m.objid = c.oid)
UNION ALL
SELECT 'conversion', n.nspname || '.' || c.conname, c.condefault::text FROM pg_conversion c JOIN user_schema n ON n.oid = c.connamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_conversion'::regclass AND m.objid = c.oid)
UNION ALL
SELECT 'text search configuration', n.nspname || '.' || c.cfgname, '' FROM pg_ts_config c JOIN user_schema n ON n.oid = c.cfgnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_config'::regclass AND m.objid = c.oid)
UNION ALL
SELECT 'text search dictionary', n.nspname || '.' || d.dictname, '' FROM pg_ts_dict d JOIN user_schema n ON n.oid = d.dictnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_dict'::regclass AND m.objid = d.oid)
UNION ALL
SELECT 'text search parser', n.nspname || '.' || p.prsname, '' FROM pg_ts_parser p JOIN user_schema n ON n.oid = p.prsnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_parser'::regclass AND m.objid = p.oid)
UNION ALL
SELECT 'text search template', n.nspname || '.' || t.tmplname, '' FROM pg_ts_template t JOIN user_schema n ON n.oid = t.tmplnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_template'::regclass AND m.objid = t.oid)
UNION ALL
SELECT 'foreign-data wrapper', w.fdwname::text, '' FROM pg_foreign_data_wrapper w
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_foreign_data_wrapper'::regclass AND m.objid = w.oid)
UNION ALL
SELECT 'server', s.srvname::text, '' FROM pg_foreign_server s
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_foreign_server'::regclass AND m.objid = s.oid)
UNION ALL
SELECT 'user mapping', u.usename || ' on ' || u.srvname, '' FROM pg_user_mappings u
UNION ALL
SELECT 'event trigger', e.evtname::text, e.evtenabled::text FROM pg_event_trigger e
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_event_trigger'::regclass AND m.objid = e.oid)
UNION ALL
SELECT 'language', l.lanname::text, '' FROM pg_language l
WHERE l.oid >= 16384 AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_language'::regclass AND m.objid = l.oid)
UNION ALL
SELECT 'transform', format_type(t.trftype, NULL) || ' in ' || l.lanname, '' FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_transform'::regclass AND m.objid = t.oid)
UNION ALL
SELECT 'access method', a.amname::text, '' FROM pg_am a
WHERE a.oid >= 16384 AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_am'::regclass AND m.objid = a.oid)
UNION ALL
SELECT 'large object', o.oid::text, coalesce(md5(obj_description(o.oid, 'pg_largeobject')), '') FROM pg_largeobject_metadata o
UNION ALL
-- pg_identify_object quotes reserved words, and their list grows
SELECT 'comment', o.type || ' ' || replace(o.identity, '"', ''), md5(d.description)
FROM described d, pg_identify_object(d.classoid, d.objoid, d.objsubid) o
WHERE o.identity IS NOT NULL
  AND o.identity NOT LIKE $1 || '.%'
UNION ALL
SELECT 'security label', o.type || ' ' || replace(o.identity, '"', ''), md5(s.provider || s.label)
FROM pg_seclabel s, pg_identify_object(s.classoid, s.objoid, s.objsubid) o
WHERE o.identity IS NOT NULL
