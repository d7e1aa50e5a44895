-- many.sql: sixty small tables with keys, indexes and sequences. About 6 MB. PostgreSQL 10+.
DO $$
BEGIN
  FOR t IN 1..60 LOOP
    EXECUTE format('CREATE TABLE small_%s (id serial PRIMARY KEY, parent int%s, label text UNIQUE)', t,
                   CASE WHEN t > 1 THEN format(' REFERENCES small_%s', t - 1) END);
    EXECUTE format('INSERT INTO small_%1$s (parent, label) SELECT %2$s, ''%1$s-'' || n FROM generate_series(1, 300) n', t, CASE WHEN t > 1 THEN 'n' ELSE 'NULL' END);
    EXECUTE format('CREATE INDEX ON small_%s (parent)', t);
  END LOOP;
END $$;
