-- objects.sql: what a finished copy has beside its rows, a line each, with properties that read alike on all versions. Our own schemas are
-- named as they are: they must not be there. Needs an empty search_path. PostgreSQL 10+.
WITH relation AS (
  SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relkind, c.relpersistence
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
)
SELECT concat_ws(' ', 'relation', relkind, CASE WHEN relkind <> 'S' THEN relpersistence END, name) AS line FROM relation
UNION ALL
SELECT concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid), i.indisvalid) FROM pg_index i JOIN relation r ON r.oid = i.indrelid
UNION ALL
SELECT concat_ws(' ', 'constraint', r.name, k.conname, k.convalidated, pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid WHERE k.contype <> 'n'
UNION ALL
SELECT concat_ws(' ', 'trigger', r.name, t.tgname, t.tgenabled) FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT concat_ws(' ', 'sequence', s.schemaname, s.sequencename, s.last_value, s.increment_by) FROM pg_sequences s
UNION ALL
SELECT concat_ws(' ', 'schema', nspname) FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)'
ORDER BY 1
