-- witness.sql: the finished units of the ledger $schema, when each was begun, and the file that each table and index is in.
SELECT 'unit ' || u.key AS name, u.started_on::text AS mark,
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relpersistence = 'u' AND u.key = 'table ' || '"' || replace(n.nspname, '"', '""') || '"."' || replace(c.relname, '"', '""') || '"') AS unlogged
FROM $schema.unit u
UNION ALL
SELECT 'file of ' || c.oid::regclass::text, c.relfilenode::text, c.relpersistence = 'u'
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN $schema.unit u ON u.key = 'table ' || '"' || replace(n.nspname, '"', '""') || '"."' || replace(c.relname, '"', '""') || '"'
WHERE c.relkind = 'r'
