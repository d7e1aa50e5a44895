-- Functions, procedures and aggregates. PostgreSQL 9.5+.
SELECT CASE WHEN a.aggfnoid IS NOT NULL THEN 'aggregate' WHEN to_jsonb(p) ->> 'proiswindow' = 'true' THEN 'window function' ELSE 'function' END AS kind, --@ <110000
SELECT CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window function' WHEN 'p' THEN 'procedure' ELSE 'function' END AS kind, --@ 110000+
       p.path AS name, p.signature,
       jsonb_strip_nulls(jsonb_build_object(
         'language', l.lanname,
         'result', replace(pg_get_function_result(p.oid), '"', ''),
         'arguments', (SELECT array_agg(concat_ws(' ', p.proargmodes[i], replace(format_type(t, NULL), '"', ''), p.proargnames[i]) ORDER BY i)
                       FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS argument (t, i)),
         'argument defaults', pg_get_expr(p.proargdefaults, 0),
         'body', CASE WHEN a.aggfnoid IS NULL THEN md5(p.prosrc) END,
         'SQL body', CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_functiondef(p.oid) END, --@ 140000+
         'library', p.probin,
         'volatility', p.provolatile,
         'strict', nullif(p.proisstrict, false),
         'security definer', nullif(p.prosecdef, false),
         'leakproof', nullif(p.proleakproof, false),
         'parallel', nullif(p.proparallel, 'u'), --@ 90600+
         'cost', p.procost::numeric, 'rows', p.prorows::numeric,
         'settings', (SELECT array_agg(s ORDER BY s COLLATE "C") FROM unnest(p.proconfig) s),
         'support', nullif(p.prosupport, 0)::regproc::text, --@ 120000+
         'transforms', (SELECT array_agg(format_type(t, NULL)) FROM unnest(p.protrftypes) t)
       ))
       || CASE WHEN a.aggfnoid IS NULL THEN '{}' ELSE jsonb_strip_nulls(jsonb_build_object(
         'aggregate kind', a.aggkind, 'direct arguments', a.aggnumdirectargs,
         'state function', a.aggtransfn::text, 'final function', nullif(a.aggfinalfn, 0)::regproc::text,
         'combine function', nullif(a.aggcombinefn, 0)::regproc::text, --@ 90600+
         'serial function', nullif(a.aggserialfn, 0)::regproc::text, 'deserial function', nullif(a.aggdeserialfn, 0)::regproc::text, --@ 90600+
         'moving functions', nullif(concat_ws(' ', nullif(a.aggmtransfn, 0)::regproc::text, nullif(a.aggminvtransfn, 0)::regproc::text, nullif(a.aggmfinalfn, 0)::regproc::text), ''),
         'extra arguments', nullif(a.aggfinalextra, false),
         'final modifies', a.aggfinalmodify, --@ 110000+
         'final modifies', CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END, --@ <110000
         'sort operator', nullif(a.aggsortop, 0)::regoperator::text,
         'state type', replace(format_type(a.aggtranstype, NULL), '"', ''), 'state size', a.aggtransspace,
         'moving state type', nullif(a.aggmtranstype, 0)::regtype::text,
         'start', a.agginitval, 'moving start', a.aggminitval)) END AS facts
FROM routine p
JOIN pg_language l ON l.oid = p.prolang
LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
