-- Museum, types: enum, domain, composite, range, collation, text search configuration, sequences. PostgreSQL 11+, as the login.
CREATE SCHEMA collection;
CREATE SCHEMA house AUTHORIZATION CURRENT_USER;
COMMENT ON SCHEMA collection IS 'What the museum owns – works, artists, loans';

CREATE TYPE collection.technique AS ENUM ('oil', 'watercolour', 'bronze', 'Öl auf Holz', 'it''s complicated');
CREATE TYPE collection.size AS (width_cm numeric(7,2), height_cm numeric(7,2), depth_cm numeric(7,2));
CREATE TYPE collection.price_range AS RANGE (subtype = numeric);
CREATE DOMAIN collection.inventory_number AS text
  CONSTRAINT inventory_number_form CHECK (VALUE ~ '^[A-Z]{2}-[0-9]{5}$');
CREATE DOMAIN collection.percentage AS smallint DEFAULT 0 NOT NULL CHECK (VALUE BETWEEN 0 AND 100);
COMMENT ON TYPE collection.technique IS 'How a work was made';
COMMENT ON DOMAIN collection.percentage IS 'Whole percent';

CREATE COLLATION house.bytewise (locale = 'C');

CREATE TEXT SEARCH DICTIONARY house.short_words (TEMPLATE = pg_catalog.simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION house.labels (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION house.labels ALTER MAPPING FOR asciiword WITH house.short_words, simple;

CREATE SEQUENCE house.ticket_number START 1000 INCREMENT 5 MINVALUE 0 MAXVALUE 9999999 CACHE 10 CYCLE;
CREATE SEQUENCE house.countdown INCREMENT -1 MINVALUE -1000000 START -1;
CREATE SEQUENCE house.never_used AS smallint;
COMMENT ON SEQUENCE house.ticket_number IS 'Printed on tickets';

CREATE FUNCTION house.next_ticket() RETURNS text LANGUAGE sql VOLATILE
  AS $$ SELECT 'T' || lpad(nextval('house.ticket_number')::text, 8, '0') $$;
