-- wide.sql: wide rows of 18 types, documents and large values, nine indexes with one GIN, one foreign key; 1,030 MB at bench.size 1. PostgreSQL 9.5+.
CREATE TABLE customer (
  id bigserial, email text NOT NULL, name text, attributes jsonb, tags text[], scores int[], balance numeric(18,4), ratio float8, weight real,
  uid uuid, address inet, photo bytea, born date, created timestamptz, updated timestamp, active bool, span tstzrange, duration interval
);
INSERT INTO customer (email, name, attributes, tags, scores, balance, ratio, weight, uid, address, photo, born, created, updated, active, span, duration)
SELECT 'user' || n || '@example.com', 'Name ' || md5(n::text),
  jsonb_build_object('a', n, 'b', md5((n * 7)::text), 'c', jsonb_build_array(n % 10, n % 100, 'x' || n),
    'nested', jsonb_build_object('k', md5((n * 3)::text), 't', true, 'f', n / 7.0)),
  ARRAY['t' || n % 10, 'u' || n % 100, md5((n % 1000)::text)], ARRAY[n, n * 2, n % 77], n * 1.2345, n / 3.0::float8, (n / 7.0)::real,
  md5(n::text)::uuid, ('10.' || n % 250 || '.' || (n / 250) % 250 || '.' || n % 200)::inet,
  decode(md5(n::text) || md5((n + 1)::text) || md5((n + 2)::text), 'hex'), date '1950-01-01' + n % 20000,
  timestamptz '2015-01-01 00:00:00Z' + n * interval '37 seconds', timestamp '2016-01-01' + n * interval '41 seconds', n % 3 = 0,
  tstzrange('2015-01-01 00:00:00Z'::timestamptz + n * interval '1 minute', '2015-01-02 00:00:00Z'::timestamptz + n * interval '1 minute'),
  n * interval '1 second'
FROM generate_series(1, (400000 * current_setting('bench.size')::numeric)::int) n;

CREATE TABLE event (id bigserial, customer_id bigint NOT NULL, kind varchar(30), payload jsonb, body text, at timestamptz, amount numeric(14,2));
INSERT INTO event (customer_id, kind, payload, body, at, amount)
SELECT 1 + (n * 31) % (400000 * current_setting('bench.size')::numeric)::bigint, 'kind' || n % 17,
  jsonb_build_object('i', n, 's', md5(n::text), 'l', jsonb_build_array(n % 3, n % 5, NULL)), repeat(md5((n * 13)::text) || ' ', 1 + (n % 8)::int),
  timestamptz '2018-01-01 00:00:00Z' + n * interval '13 seconds', (n % 100000) / 7.0
FROM generate_series(1, (1400000 * current_setting('bench.size')::numeric)::bigint) n;

CREATE TABLE blob (id serial, name text, data bytea, text text);
INSERT INTO blob (name, data, text)
SELECT 'b' || n, decode(hex, 'hex'), hex
FROM generate_series(1, (8000 * current_setting('bench.size')::numeric)::int) n,
  LATERAL (SELECT string_agg(md5((n * 1000 + i)::text), '' ORDER BY i) AS hex FROM generate_series(1, 250) i) digits;

ALTER TABLE customer ADD PRIMARY KEY (id), ADD UNIQUE (email);
ALTER TABLE event ADD PRIMARY KEY (id);
ALTER TABLE blob ADD PRIMARY KEY (id);
CREATE INDEX customer_created ON customer (created);
CREATE INDEX customer_tags ON customer USING gin (tags);
CREATE INDEX event_customer ON event (customer_id);
CREATE INDEX event_at ON event (at);
CREATE INDEX event_kind_at ON event (kind, at);
ALTER TABLE event ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
