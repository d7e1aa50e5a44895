-- obstacles.sql: what would disturb or refuse the load of the given tables (quoted names) in any order, with the statements that remove it and
-- put it back. PostgreSQL 11+. Foreign keys are dropped, since only a superuser may disable theirs; a partition's go and come with its parent's.
WITH RECURSIVE loaded AS (
  SELECT to_regclass(name)::oid AS oid FROM unnest($1::text[]) AS name
  UNION
  SELECT inhparent FROM pg_inherits JOIN loaded ON inhrelid = oid
)
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS remove,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
         || coalesce(format('; COMMENT ON CONSTRAINT %I ON %s IS %L', conname, conrelid::regclass, obj_description(c.oid, 'pg_constraint')), '') AS restore
  FROM pg_constraint c
 WHERE contype = 'f' AND conparentid = 0 AND EXISTS (SELECT FROM loaded WHERE oid IN (conrelid, confrelid))
UNION ALL
-- tgparentid came with 13; before that, a partition's copy of a trigger was internal.
SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname),
       format('ALTER TABLE %s ENABLE %s TRIGGER %I', tgrelid::regclass,
              CASE tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, tgname)
  FROM pg_trigger t
 WHERE NOT tgisinternal AND tgenabled <> 'D' AND coalesce(to_jsonb(t) ->> 'tgparentid', '0') = '0' AND tgrelid IN (SELECT oid FROM loaded)
