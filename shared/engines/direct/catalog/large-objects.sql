-- Large objects with their comments. PostgreSQL 9.5+.
SELECT m.oid, obj_description(m.oid, 'pg_largeobject') AS comment
FROM pg_largeobject_metadata m
ORDER BY m.oid
