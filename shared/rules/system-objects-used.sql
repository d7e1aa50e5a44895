-- What of the system the user's objects name: kind and name as system-objects-lacking.sql wants them, with those objects. PostgreSQL 9.5+.
-- Dependencies on system objects are not recorded, so functions and columns are found in the parsed trees of definitions.
WITH RECURSIVE of_extension AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), user_relation AS (
  SELECT c.oid, c.oid::regclass::text AS name, relkind, relispopulated
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
   WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
     AND NOT EXISTS (SELECT 1 FROM of_extension WHERE classid = 'pg_class'::regclass AND objid = c.oid)
), tree AS (
  SELECT r.oid AS relation, name AS object, ev_action::text AS text, true AS is_query
    FROM pg_rewrite JOIN user_relation r ON r.oid = ev_class
   UNION ALL
  SELECT r.oid, name, adbin::text, false FROM pg_attrdef JOIN user_relation r ON r.oid = adrelid
   UNION ALL
  SELECT r.oid, name, concat(indexprs::text, indpred::text), false
    FROM pg_index JOIN user_relation r ON r.oid = indexrelid WHERE coalesce(indexprs, indpred) IS NOT NULL
   UNION ALL
  SELECT r.oid, format('constraint %I of %s', conname, name), conbin::text, false
    FROM pg_constraint JOIN user_relation r ON r.oid = conrelid WHERE conbin IS NOT NULL
   UNION ALL
  SELECT r.oid, format('policy %I of %s', polname, name), concat(polqual::text, polwithcheck::text), false
    FROM pg_policy JOIN user_relation r ON r.oid = polrelid
), called AS ( -- funcformat 0: written as a call, not as a cast or operator
  SELECT relation, object,
         (regexp_matches(text, ':funcid (\d+) :funcresulttype \d+ :funcretset \w+ :funcvariadic \w+ :funcformat 0', 'g'))[1]::oid AS function
    FROM tree
), permission AS ( -- the columns a query reads, as a list of attnum - FirstLowInvalidHeapAttributeNumber
  SELECT relation, object,
         regexp_matches(text, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN '\{RTEPERMISSIONINFO ' ELSE '' END
                              || ':relid (\d+?) .*?:selectedCols \(b([ 0-9]*?)\)', 'g') AS found
    FROM tree WHERE is_query
), read AS (
  SELECT DISTINCT relation, object, found[1]::oid AS source, -- no column: count(*)
         nullif(bit, '')::int - CASE WHEN current_setting('server_version_num')::int >= 120000 THEN 7 ELSE 8 END AS attnum
    FROM permission, regexp_split_to_table(trim(found[2]), ' ') AS bit
), filled AS ( -- materialized views that are filled again, with the views that they read
  SELECT oid AS matview, name, oid AS relation FROM user_relation WHERE relkind = 'm' AND relispopulated
   UNION
  SELECT matview, name, source FROM filled JOIN read USING (relation)
), used AS (
  SELECT 'function' AS kind, proname::text AS name, object FROM called JOIN pg_proc p ON p.oid = function WHERE p.oid < 16384
   UNION ALL
  SELECT 'column', format('%s.%I', source::regclass, attname), object
    FROM read JOIN pg_attribute a ON attrelid = source AND a.attnum = read.attnum WHERE source < 16384
   UNION ALL
  SELECT 'readable relation', read.source::regclass::text, 'materialized view ' || name FROM filled JOIN read USING (relation) WHERE read.source < 16384
   UNION ALL
  SELECT 'executable function', proname::text, 'materialized view ' || name
    FROM filled JOIN called USING (relation) JOIN pg_proc p ON p.oid = function WHERE p.oid < 16384
   UNION ALL
  SELECT 'type', typname::text, format('%s.%I', r.name, attname)
    FROM pg_attribute JOIN user_relation r ON r.oid = attrelid JOIN pg_type t ON t.oid = atttypid
   WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'c', 'f') AND t.oid < 16384
   UNION ALL
  SELECT 'type', base.typname::text, 'domain ' || t.oid::regtype FROM pg_type t JOIN pg_type base ON base.oid = t.typbasetype
   WHERE t.oid >= 16384 AND base.oid < 16384
   UNION ALL
  SELECT 'type', t.typname::text, 'function ' || p.oid::regprocedure
    FROM pg_proc p JOIN pg_type t ON t.oid = prorettype OR t.oid = ANY (proargtypes::oid[])
   WHERE p.oid >= 16384 AND t.oid < 16384 AND NOT EXISTS (SELECT 1 FROM of_extension WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
   UNION ALL
  SELECT 'signature', format('%s(%s)', proname, oidvectortypes(proargtypes)), 'aggregate ' || aggfnoid::regprocedure
    FROM pg_aggregate JOIN pg_proc p ON p.oid IN (aggtransfn, aggfinalfn)
   WHERE aggfnoid >= 16384 AND p.oid < 16384
     AND NOT EXISTS (SELECT 1 FROM of_extension WHERE classid = 'pg_proc'::regclass AND objid = aggfnoid)
   UNION ALL
  SELECT 'signature', format('%s(%s)', proname, oidvectortypes(proargtypes)), 'operator ' || o.oid::regoperator
    FROM pg_operator o JOIN pg_proc p ON p.oid = oprcode
   WHERE o.oid >= 16384 AND p.oid < 16384
     AND NOT EXISTS (SELECT 1 FROM of_extension WHERE classid = 'pg_operator'::regclass AND objid = o.oid)
   UNION ALL
  SELECT 'postfix operators', '', 'operator ' || o.oid::regoperator FROM pg_operator o
   WHERE o.oid >= 16384 AND oprright = 0 AND oprcode <> 0
     AND NOT EXISTS (SELECT 1 FROM of_extension WHERE classid = 'pg_operator'::regclass AND objid = o.oid)
)
SELECT kind, name, array_agg(DISTINCT object ORDER BY object) AS objects FROM used GROUP BY kind, name ORDER BY kind, name
