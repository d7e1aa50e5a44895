-- Columns of tables, views and composite types. PostgreSQL 9.5+.
SELECT 'column' AS kind, r.path || a.attname::text AS name, '' AS signature,
       jsonb_strip_nulls(jsonb_build_object(
         -- views are analysed anew: length limits may differ, and below 10 a bare literal had no type yet
         'type', CASE WHEN r.relkind IN ('v', 'm') THEN replace(replace(format_type(a.atttypid, NULL), '"', ''), 'unknown', 'text')
                      ELSE replace(format_type(a.atttypid, a.atttypmod), '"', '') END,
         'collation', CASE WHEN r.relkind NOT IN ('v', 'm') AND a.attcollation <> t.typcollation
                           THEN (SELECT n.nspname || '.' || l.collname FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE l.oid = a.attcollation) END,
         'statistics', nullif(a.attstattarget, -1), -- the default is NULL from 17 on
         'options', CASE WHEN a.attoptions IS NOT NULL -- pg_attver is some minor versions' own
                         THEN (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg\_attver=%') END,
         'foreign options', CASE WHEN a.attfdwoptions IS NOT NULL THEN (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(a.attfdwoptions) o) END,
         'storage', CASE WHEN r.relkind IN ('r', 'p', 'm', 'f') AND a.attstorage <> t.typstorage THEN a.attstorage END,
         'compression', CASE WHEN r.relkind IN ('r', 'p', 'm') THEN nullif(a.attcompression, '') END, --@ 140000+
         'not null', nullif(a.attnotnull, false),
         'identity', CASE WHEN NOT r.is_partition THEN nullif(a.attidentity, '') END, -- from 17 on, partitions have it from their parent --@ 100000+
         'generated', nullif(a.attgenerated, ''), --@ 120000+
         'default', pg_get_expr(d.adbin, d.adrelid),
         'inherited', CASE WHEN NOT r.is_partition THEN nullif(NOT a.attislocal, false) END,
         'in a child', CASE WHEN NOT r.is_partition THEN nullif(r.is_child, false) END
       )) AS facts
FROM pg_attribute a
JOIN relation r ON r.oid = a.attrelid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
