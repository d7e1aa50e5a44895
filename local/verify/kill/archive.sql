-- archive.sql: partitions, unlogged tables, values out of line, odd names. About 15 MB. PostgreSQL 10+.
CREATE TABLE event (at date NOT NULL, payload jsonb, weight float8) PARTITION BY RANGE (at);
CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO event SELECT date '2024-01-01' + n % 700, jsonb_build_object('n', n, 'text', md5(n::text)), CASE n % 5 WHEN 0 THEN 'NaN' ELSE n / 3.0 END
  FROM generate_series(1, 40000) n;
CREATE INDEX ON event_2024 (at);
CREATE INDEX ON event_2025 USING gin (payload);
CREATE TABLE document (id int PRIMARY KEY, body bytea, title text UNIQUE);
INSERT INTO document SELECT n, decode(repeat(md5(n::text), 1 + n * 20 % 4000), 'hex'), E'title\n"' || n FROM generate_series(1, 300) n;
CREATE UNLOGGED TABLE session (id serial PRIMARY KEY, token text);
INSERT INTO session (token) SELECT md5(n::text) FROM generate_series(1, 20000) n;
CREATE INDEX ON session (token);
CREATE SCHEMA "Odd ""schema""";
CREATE TABLE "Odd ""schema"""."select" ("from" int PRIMARY KEY, "a b" text);
INSERT INTO "Odd ""schema"""."select" SELECT n, NULL FROM generate_series(1, 500) n;
CREATE SEQUENCE "Odd ""schema"""."next" INCREMENT -3 START -7;
SELECT nextval('"Odd ""schema"""."next"') FROM generate_series(1, 40);
CREATE TABLE nothing ();
INSERT INTO nothing SELECT FROM generate_series(1, 10);
