-- Tables whose range partitions are bounded by text in an order other than that of its bytes, with the collations. PostgreSQL 10+.
SELECT p.partrelid::regclass::text AS name, array_agg(DISTINCT format('%I', collname)) AS collations
  FROM pg_partitioned_table p, unnest(partcollation) AS used JOIN pg_collation k ON k.oid = used
 WHERE partstrat = 'r' AND NOT (collname IN ('C', 'POSIX', 'ucs_basic') AND collnamespace = 'pg_catalog'::regnamespace)
   AND NOT (collname = 'default' AND (SELECT datcollate IN ('C', 'POSIX') FROM pg_database WHERE datname = current_database()))
 GROUP BY 1 ORDER BY 1
