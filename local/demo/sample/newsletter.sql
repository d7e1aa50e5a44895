-- Newsletter: a small database that the target has already, with other content. PostgreSQL 11+, as the login.
CREATE TABLE subscriber (subscriber_id serial PRIMARY KEY, email text NOT NULL UNIQUE, confirmed_at timestamptz);
CREATE TABLE issue (issue_id serial PRIMARY KEY, subject text NOT NULL, body text NOT NULL, sent_at timestamptz);
CREATE TABLE delivery (
  issue_id int REFERENCES issue, subscriber_id int REFERENCES subscriber, opened boolean NOT NULL DEFAULT false, PRIMARY KEY (issue_id, subscriber_id)
);
INSERT INTO subscriber (email, confirmed_at)
SELECT 'reader' || g || '@example.net', CASE WHEN g % 7 > 0 THEN timestamptz '2023-01-01 00:00+00' + g * interval '1 hour' END FROM generate_series(1, 5000) AS g;
INSERT INTO issue (subject, body, sent_at)
SELECT 'News № ' || g, repeat('What happened this week. ', 40), timestamptz '2023-01-06 08:00+00' + g * interval '7 days' FROM generate_series(1, 50) AS g;
INSERT INTO delivery SELECT i, s, (i + s) % 3 = 0 FROM generate_series(1, 50) AS i, generate_series(1, 5000, 5) AS s;
