-- incoming-changes.sql: changes of the given tables (quoted names) that wait in a slot of test_decoding. PostgreSQL 9.5+.
SELECT count(*)::int AS changes
  FROM pg_logical_slot_peek_changes($1, NULL, $2, 'include-xids', '0', 'skip-empty-xacts', '1') AS change
 WHERE EXISTS (SELECT FROM unnest($3::text[]) AS name WHERE left(change.data, length(name) + 8) = 'table ' || name || ': ')
