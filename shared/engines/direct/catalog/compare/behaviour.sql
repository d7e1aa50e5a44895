-- What acts on rows or watches them: triggers, rules, policies, event triggers, publications, extended statistics. PostgreSQL 9.5+.
SELECT 'trigger' AS kind, r.path || t.tgname::text AS name, '' AS signature,
       jsonb_strip_nulls(jsonb_build_object(
         'definition', replace(replace(regexp_replace(d.definition, c.pattern, ' EXECUTE FUNCTION '), ' EXECUTE PROCEDURE ', ' EXECUTE FUNCTION '), '"', ''),
         'condition', substring(d.definition FROM c.pattern),
         'enabled', t.tgenabled
       )) AS facts
FROM pg_trigger t
JOIN relation r ON r.oid = t.tgrelid
CROSS JOIN LATERAL (SELECT pg_get_triggerdef(t.oid) AS definition) d
CROSS JOIN (SELECT ' WHEN \((.*?)\) EXECUTE (?:PROCEDURE|FUNCTION) '::text AS pattern) c
WHERE NOT t.tgisinternal
  AND t.tgparentid = 0 --@ 130000+
UNION ALL --@ 130000+
-- a partition's copy of a trigger, where it was switched on or off by itself --@ 130000+
SELECT 'trigger of a partition', r.path || t.tgname::text, '', jsonb_build_object('enabled', t.tgenabled) --@ 130000+
FROM pg_trigger t --@ 130000+
JOIN pg_trigger p ON p.oid = t.tgparentid AND p.tgenabled <> t.tgenabled --@ 130000+
JOIN relation r ON r.oid = t.tgrelid --@ 130000+
WHERE t.tgname NOT LIKE 'RI\_ConstraintTrigger\_%' -- of foreign keys --@ 130000+
UNION ALL
SELECT 'rule', r.path || w.rulename::text, '',
       jsonb_build_object('definition', pg_get_ruledef(w.oid), 'enabled', w.ev_enabled)
FROM pg_rewrite w
JOIN relation r ON r.oid = w.ev_class
WHERE w.rulename <> '_RETURN'
UNION ALL
SELECT 'policy', r.path || p.polname::text, '',
       jsonb_strip_nulls(jsonb_build_object(
         'command', p.polcmd,
         'restrictive', nullif(NOT p.polpermissive, false), --@ 100000+
         'roles', (SELECT array_agg(a.rolname ORDER BY a.rolname::text COLLATE "C") FROM pg_roles a WHERE a.oid = ANY (p.polroles)),
         'using', pg_get_expr(p.polqual, p.polrelid),
         'check', pg_get_expr(p.polwithcheck, p.polrelid)
       ))
FROM pg_policy p
JOIN relation r ON r.oid = p.polrelid
UNION ALL
SELECT 'event trigger', ARRAY[e.evtname::text], '',
       jsonb_build_object('event', e.evtevent, 'enabled', e.evtenabled, 'tags', e.evttags, 'function', e.evtfoid::regprocedure::text)
FROM pg_event_trigger e
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_event_trigger'::regclass AND m.objid = e.oid)
UNION ALL --@ 100000+
SELECT 'publication', ARRAY[p.pubname::text], '', --@ 100000+
       jsonb_strip_nulls(jsonb_build_object( --@ 100000+
         'all tables', nullif(p.puballtables, false), --@ 100000+
         'insert', p.pubinsert, 'update', p.pubupdate, 'delete', p.pubdelete, 'truncate', false, -- pg_dump's choice --@ 100000+
         'truncate', p.pubtruncate, --@ 110000+
         'via root', nullif(p.pubviaroot, false), --@ 130000+
         'generated columns', nullif(p.pubgencols, 'n'), --@ 180000+
         'name', NULL)) --@ 100000+
FROM pg_publication p --@ 100000+
UNION ALL --@ 100000+
SELECT 'published table', r.path, p.pubname::text, --@ 100000+
       jsonb_strip_nulls(jsonb_build_object( --@ 100000+
         'columns', (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = m.prrelid AND a.attnum = ANY (m.prattrs)), --@ 150000+
         'rows', pg_get_expr(m.prqual, m.prrelid), --@ 150000+
         'name', NULL)) --@ 100000+
FROM pg_publication_rel m JOIN pg_publication p ON p.oid = m.prpubid JOIN relation r ON r.oid = m.prrelid --@ 100000+
UNION ALL --@ 150000+
SELECT 'published schema', ARRAY[n.nspname::text], p.pubname::text, '{}'::jsonb --@ 150000+
FROM pg_publication_namespace m JOIN pg_publication p ON p.oid = m.pnpubid JOIN pg_namespace n ON n.oid = m.pnnspid --@ 150000+
UNION ALL --@ 100000+
SELECT 'extended statistics', ARRAY[n.name, s.stxname::text], '', --@ 100000+
       jsonb_strip_nulls(jsonb_build_object( --@ 100000+
         'table', r.path, --@ 100000+
         'columns', (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys)), --@ 100000+
         'expressions', pg_get_expr(s.stxexprs, s.stxrelid), --@ 140000+
         'target', nullif(s.stxstattarget, -1), --@ 130000+
         'kinds', (SELECT array_agg(k ORDER BY k) FROM unnest(s.stxkind) k))) --@ 100000+
FROM pg_statistic_ext s JOIN user_schema n ON n.oid = s.stxnamespace JOIN relation r ON r.oid = s.stxrelid --@ 100000+
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_statistic_ext'::regclass AND m.objid = s.oid) --@ 100000+
