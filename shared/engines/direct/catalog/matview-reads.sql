-- For each materialised view of the user: the other materialised views that it reads, directly or through views, and whether it calls code
-- that may read others without a dependency being known: functions, operators, and functions that run SQL given as text. PostgreSQL 9.5+.
WITH RECURSIVE depends AS (
  SELECT DISTINCT r.ev_class AS reader, d.refclassid, d.refobjid
  FROM pg_rewrite r
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
  WHERE d.refobjid <> r.ev_class
), reached AS (
  SELECT m.oid AS matview, m.oid AS relation
  FROM pg_class m
  WHERE m.relkind = 'm'
  UNION
  SELECT reached.matview, d.refobjid
  FROM reached
  JOIN pg_class c ON c.oid = reached.relation AND (c.relkind = 'v' OR c.oid = reached.matview)
  JOIN depends d ON d.reader = c.oid AND d.refclassid = 'pg_class'::regclass
)
SELECT reached.matview AS oid,
       coalesce(json_agg(c.oid::int8 ORDER BY c.oid) FILTER (WHERE c.relkind = 'm' AND c.oid <> reached.matview), '[]') AS "readsFrom",
       bool_or(c.relkind = 'v' OR c.oid = reached.matview) FILTER (
         WHERE EXISTS (SELECT FROM depends d WHERE d.reader = c.oid AND d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass))
            OR c.relkind IN ('m', 'v') AND pg_get_viewdef(c.oid) ~ '\m(ts_stat|(query|cursor|table|schema|database)_to_xml\w*)\M'
       ) IS TRUE AS "callsCode"
FROM reached
JOIN pg_class c ON c.oid = reached.relation
GROUP BY reached.matview
