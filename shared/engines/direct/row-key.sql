-- Columns of the key that tells the rows of table $1 apart: of its primary key, else of the smallest unique index whose columns are all NOT NULL.
-- PostgreSQL 9.5+.
SELECT a.attname
FROM (
  SELECT i.indrelid, i.indkey::int2[] AS columns, k.width
  FROM pg_catalog.pg_index i,
       LATERAL (SELECT i.indnatts AS width) k --@ <110000
       LATERAL (SELECT i.indnkeyatts AS width) k --@ 110000+
  WHERE i.indrelid = $1
    AND i.indisunique
    AND i.indisvalid
    AND i.indpred IS NULL
    AND i.indexprs IS NULL
    AND NOT EXISTS (
      SELECT
      FROM pg_catalog.generate_series(0, k.width - 1) AS place
      JOIN pg_catalog.pg_attribute c ON c.attrelid = i.indrelid AND c.attnum = i.indkey[place]
      WHERE NOT c.attnotnull
    )
  ORDER BY i.indisprimary DESC, k.width, i.indexrelid
  LIMIT 1
) key
CROSS JOIN LATERAL pg_catalog.generate_series(0, key.width - 1) AS place
JOIN pg_catalog.pg_attribute a ON a.attrelid = key.indrelid AND a.attnum = key.columns[place]
ORDER BY place
