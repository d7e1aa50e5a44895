-- Web shop: 1,260,000 rows that look like a small company's, made on the server. PostgreSQL 11+, as the login.
-- Keys and indexes come after the rows, as any loader does it. Every value follows from its row's number, so two runs make the same rows.
CREATE TABLE customer (
  customer_id int NOT NULL, name text NOT NULL, email text NOT NULL, city text NOT NULL, preferences jsonb NOT NULL, since date NOT NULL
);
INSERT INTO customer
SELECT g, (ARRAY['Emma', 'Noah', 'Mila', 'Léon', 'Zoë', 'Øyvind', 'Ana', 'Jürgen'])[1 + g % 8] || ' ' || (ARRAY['Smith', 'Müller', 'García', 'Nguyễn', 'Kowalski'])[1 + g / 8 % 5],
       'customer' || g || '@example.com', (ARRAY['Zürich', 'Porto', 'Oslo', 'Gdańsk', 'Lyon', 'Brno'])[1 + g % 6],
       jsonb_build_object('newsletter', g % 3 = 0, 'language', (ARRAY['de', 'pt', 'no', 'pl'])[1 + g % 4]), date '2015-01-01' + g % 3000
  FROM generate_series(1, 100000) AS g;

CREATE TABLE product (product_id int NOT NULL, sku text NOT NULL, name text NOT NULL, price numeric(10,2) NOT NULL, description text NOT NULL);
INSERT INTO product
SELECT g, 'SKU-' || lpad(g::text, 6, '0'), 'Product ' || g, (100 + g * 37 % 90000) / 100.0, repeat('Made to last. ', 5 + g % 20) FROM generate_series(1, 10000) AS g;

CREATE TYPE order_status AS ENUM ('placed', 'paid', 'shipped', 'delivered', 'returned');
CREATE TABLE orders (order_id bigint NOT NULL, customer_id int NOT NULL, status order_status NOT NULL, placed_at timestamptz NOT NULL, note text);
INSERT INTO orders
SELECT g, 1 + g * 7919::bigint % 100000, (ARRAY['placed', 'paid', 'shipped', 'delivered', 'returned'])[1 + g % 5]::order_status,
       timestamptz '2020-01-01 00:00+00' + g * interval '7 minutes', CASE WHEN g % 10 = 0 THEN 'Please ring twice.' END
  FROM generate_series(1, 350000) AS g;

CREATE TABLE order_item (
  order_id bigint NOT NULL, line smallint NOT NULL, product_id int NOT NULL, quantity smallint NOT NULL, price numeric(10,2) NOT NULL
);
INSERT INTO order_item
SELECT 1 + g % 350000, 1 + g / 350000, 1 + g * 31::bigint % 10000, 1 + g % 5, (100 + g::bigint * 37 % 90000) / 100.0 FROM generate_series(0, 799999) AS g;

ALTER TABLE customer ADD PRIMARY KEY (customer_id);
ALTER TABLE product ADD PRIMARY KEY (product_id), ADD UNIQUE (sku);
ALTER TABLE orders ADD PRIMARY KEY (order_id), ADD FOREIGN KEY (customer_id) REFERENCES customer;
ALTER TABLE order_item ADD PRIMARY KEY (order_id, line), ADD FOREIGN KEY (order_id) REFERENCES orders, ADD FOREIGN KEY (product_id) REFERENCES product;
CREATE UNIQUE INDEX customer_email ON customer (lower(email));
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_placed ON orders (placed_at);
CREATE INDEX order_item_product ON order_item (product_id);
CREATE SEQUENCE order_number OWNED BY orders.order_id START 350001;
ALTER TABLE orders ALTER order_id SET DEFAULT nextval('order_number');
CREATE VIEW turnover AS
  SELECT date_trunc('month', placed_at) AS month, sum(quantity * price) AS amount FROM orders JOIN order_item USING (order_id) GROUP BY 1;
ANALYZE;
