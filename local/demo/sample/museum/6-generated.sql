-- Museum, generated columns. PostgreSQL 12+, as the login.
CREATE TABLE house.souvenir (
  souvenir_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  net numeric(8,2) NOT NULL,
  gross numeric(10,2) GENERATED ALWAYS AS (net * 1.19) STORED,
  name text NOT NULL,
  shout text GENERATED ALWAYS AS (upper(name)) STORED UNIQUE
);
INSERT INTO house.souvenir (net, name) SELECT g / 3.0, 'Postcard ' || g FROM generate_series(1, 300) AS g;
