-- many.sql: 600 small tables at bench.size 1, each with 200 rows, two indexes and a foreign key to the one before; every fifth has a view. PostgreSQL 9.5+.
DO $$
BEGIN
  FOR n IN 0 .. ceil(600 * current_setting('bench.size')::numeric)::int - 1 LOOP
    EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, name text NOT NULL, ref int, v numeric(12,2) DEFAULT 0, created timestamptz, tags text[])', n);
    EXECUTE format(
      'INSERT INTO t%s (name, ref, v, created, tags)
       SELECT md5(g::text), 1 + g %% 200, g * 1.25, timestamptz ''2020-01-01 00:00:00Z'' + g * interval ''1 hour'', ARRAY[g::text, ''x'']
       FROM generate_series(1, 200) g', n);
    EXECUTE format('CREATE INDEX ON t%s (name)', n);
    IF n > 0 THEN EXECUTE format('ALTER TABLE t%s ADD FOREIGN KEY (ref) REFERENCES t%s (id)', n, n - 1); END IF;
    IF n % 5 = 0 THEN EXECUTE format('CREATE VIEW v%s AS SELECT id, name FROM t%s WHERE v > 10', n, n); END IF;
    IF n % 10 = 0 THEN
      EXECUTE format('ALTER TABLE t%s ADD CONSTRAINT v_positive%s CHECK (v >= 0)', n, n);
      EXECUTE format('COMMENT ON TABLE t%s IS %L', n, 'table ' || n);
    END IF;
  END LOOP;
END $$;
