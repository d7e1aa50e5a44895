-- Newsletter, as somebody once tried it on the target: what a migration would replace, and asks about first. PostgreSQL 11+, as the login.
CREATE TABLE subscriber (subscriber_id serial PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE draft (draft_id serial PRIMARY KEY, subject text NOT NULL, body text);
INSERT INTO subscriber (email) SELECT 'test' || g || '@example.net' FROM generate_series(1, 800) AS g;
INSERT INTO draft (subject, body) SELECT 'Draft ' || g, repeat('Lorem ipsum. ', 20) FROM generate_series(1, 25) AS g;
