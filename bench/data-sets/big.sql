-- big.sql: one large table as shops have it, with five indexes; 1,010 MB at bench.size 1. PostgreSQL 9.5+.
CREATE TABLE orders (
  id bigint NOT NULL, customer int NOT NULL, sku text NOT NULL, quantity int, price numeric(10,2), status text, placed timestamptz, note text
);
INSERT INTO orders
SELECT n, (n * 7919) % 200000, 'SKU-' || substr(md5((n % 50000)::text), 1, 10), n % 20, (n % 99999) / 100.0,
  (ARRAY['new', 'paid', 'shipped', 'done'])[1 + n % 4], timestamptz '2019-01-01 00:00:00Z' + n * interval '9 seconds',
  'note ' || md5(n::text) || ' ' || md5((n + 1)::text)
FROM generate_series(1, (3500000 * current_setting('bench.size')::numeric)::bigint) n;
ALTER TABLE orders ADD PRIMARY KEY (id);
CREATE INDEX orders_customer ON orders (customer);
CREATE INDEX orders_sku ON orders (sku);
CREATE INDEX orders_placed ON orders (placed);
CREATE INDEX orders_status_placed ON orders (status, placed);
