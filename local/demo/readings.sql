-- Readings: a sensor's values, as many rows as ROWS is replaced by. PostgreSQL 11+, as the login.
CREATE TABLE sensor (sensor_id int PRIMARY KEY, place text NOT NULL);
INSERT INTO sensor SELECT g, 'Room ' || g FROM generate_series(1, 500) AS g;
CREATE TABLE reading (reading_id bigint NOT NULL, sensor_id int NOT NULL, taken_at timestamptz NOT NULL, celsius numeric(5,2) NOT NULL, note text);
INSERT INTO reading
SELECT g, 1 + g % 500, timestamptz '2024-01-01 00:00+00' + g * interval '1 second', (g * 37 % 4000) / 100.0, CASE WHEN g % 20 = 0 THEN 'checked' END
  FROM generate_series(1::bigint, ROWS) AS g;
ALTER TABLE reading ADD PRIMARY KEY (reading_id), ADD FOREIGN KEY (sensor_id) REFERENCES sensor;
