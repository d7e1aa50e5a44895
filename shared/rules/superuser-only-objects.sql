-- User objects (not of an extension) whose creation takes a superuser, by kind. PostgreSQL 9.5+.
-- 16384 is FirstNormalObjectId: what has a lower oid came with initdb.
-- to_jsonb(row) gives columns that some versions lack.
WITH made_by_another AS ( -- part of an extension, or made with its type: constructors of ranges
  SELECT classid, objid FROM pg_depend WHERE deptype IN ('e', 'i')
), own_type AS ( -- its owner may define casts for it; types of extensions belong to a superuser
  SELECT t.oid
    FROM pg_type t LEFT JOIN pg_type element ON element.typarray = t.oid
   WHERE t.oid >= 16384
     AND NOT EXISTS (SELECT 1 FROM pg_depend
                      WHERE deptype = 'e' AND classid = 'pg_type'::regclass AND objid IN (t.oid, element.oid))
), in_system_family AS (
  SELECT amopfamily AS family, 'pg_operator'::regclass AS class, amopopr AS member FROM pg_amop WHERE oid >= 16384 AND amopfamily < 16384
   UNION ALL
  SELECT amprocfamily, 'pg_proc'::regclass, amproc FROM pg_amproc WHERE oid >= 16384 AND amprocfamily < 16384
), found AS (
  SELECT 'function in an untrusted language' AS kind, p.oid::regprocedure::text AS name, 'pg_proc'::regclass AS class, p.oid
    FROM pg_proc p JOIN pg_language l ON l.oid = prolang WHERE NOT lanpltrusted AND p.oid >= 16384
     AND NOT EXISTS (SELECT 1 FROM pg_aggregate WHERE aggfnoid = p.oid) -- those count as 'internal', and anybody may create them
   UNION ALL
  SELECT 'leakproof function', p.oid::regprocedure::text, 'pg_proc'::regclass, p.oid
    FROM pg_proc p JOIN pg_language l ON l.oid = prolang WHERE proleakproof AND lanpltrusted AND p.oid >= 16384
   UNION ALL
  SELECT 'function with a support function', p.oid::regprocedure::text, 'pg_proc'::regclass, p.oid
    FROM pg_proc p WHERE p.oid >= 16384 AND to_jsonb(p) ->> 'prosupport' <> '-'
   UNION ALL
  SELECT 'aggregate with an internal state', aggfnoid::regprocedure::text, 'pg_proc'::regclass, aggfnoid::oid
    FROM pg_aggregate WHERE 'internal'::regtype IN (aggtranstype, aggmtranstype)
   UNION ALL
  SELECT 'operator with a selectivity function that is not the system''s', o.oid::regoperator::text, 'pg_operator'::regclass, o.oid
    FROM pg_operator o WHERE greatest(oprrest::oid, oprjoin::oid) >= 16384
   UNION ALL
  SELECT 'member of a system operator family', format('%I.%I', nspname, opfname), class, member
    FROM in_system_family JOIN pg_opfamily f ON f.oid = family JOIN pg_namespace n ON n.oid = opfnamespace
   UNION ALL
  SELECT 'language', format('%I', lanname), 'pg_language'::regclass, oid FROM pg_language
   UNION ALL
  SELECT 'base type', t.oid::regtype::text, 'pg_type'::regclass, t.oid
    FROM pg_type t
   WHERE t.oid >= 16384 AND (typtype = 'b' OR NOT typisdefined) AND NOT EXISTS (SELECT 1 FROM pg_type element WHERE element.typarray = t.oid)
   UNION ALL
  SELECT 'event trigger', format('%I', evtname), 'pg_event_trigger'::regclass, oid FROM pg_event_trigger
   UNION ALL
  SELECT 'cast without function', format('(%s AS %s)', castsource::regtype, casttarget::regtype), 'pg_cast'::regclass, oid
    FROM pg_cast WHERE castmethod = 'b'
   UNION ALL
  SELECT 'cast between types of the system or of extensions', format('(%s AS %s)', castsource::regtype, casttarget::regtype), 'pg_cast'::regclass, oid
    FROM pg_cast WHERE castmethod <> 'b' AND NOT EXISTS (SELECT 1 FROM own_type o WHERE o.oid IN (castsource, casttarget))
   UNION ALL
  SELECT 'operator class', format('%I.%I', nspname, opcname), 'pg_opclass'::regclass, c.oid
    FROM pg_opclass c JOIN pg_namespace n ON n.oid = opcnamespace
   UNION ALL
  SELECT 'operator family without class', format('%I.%I', nspname, opfname), 'pg_opfamily'::regclass, f.oid
    FROM pg_opfamily f JOIN pg_namespace n ON n.oid = opfnamespace
   WHERE NOT EXISTS (SELECT 1 FROM pg_opclass WHERE opcfamily = f.oid)
   UNION ALL
  SELECT 'access method', format('%I', amname), 'pg_am'::regclass, oid FROM pg_am
   UNION ALL
  SELECT 'text search parser', format('%I.%I', nspname, prsname), 'pg_ts_parser'::regclass, p.oid
    FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = prsnamespace
   UNION ALL
  SELECT 'text search template', format('%I.%I', nspname, tmplname), 'pg_ts_template'::regclass, t.oid
    FROM pg_ts_template t JOIN pg_namespace n ON n.oid = tmplnamespace
   UNION ALL
  SELECT 'foreign-data wrapper', format('%I', fdwname), 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper
)
SELECT kind, name
  FROM found
 WHERE oid >= 16384 AND NOT EXISTS (SELECT 1 FROM made_by_another m WHERE m.classid = found.class AND m.objid = found.oid)
 ORDER BY kind, name
