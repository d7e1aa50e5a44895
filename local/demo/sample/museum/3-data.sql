-- Museum, rows: values that are easily lost on the way (NaN, infinity, the last bit, quotes, NULL beside empty). PostgreSQL 11+, as the login.
INSERT INTO collection.artist (name, email, born, died, languages, mentor_id)
SELECT (ARRAY['Zoë Ångström', 'Łukasz Żółć', '李 明', 'Иван Петров', 'O''Brien', 'Tab	Name', 'Back\slash', '🎨 Collective', 'Søren "Sol" Ærø', 'محمود'])[1 + g % 10] || ' ' || g,
       'Artist' || g || '@Example.org', CASE WHEN g % 9 > 0 THEN date '1801-03-01' + g * 97 END,
       CASE WHEN g % 4 = 0 THEN 'infinity'::date WHEN g % 3 = 0 THEN date '1880-01-01' + g * 97 END,
       CASE WHEN g % 5 = 0 THEN '{}' ELSE ARRAY['de', NULL, 'with "quotes", commas and \', ''] END,
       CASE WHEN g > 3 THEN 10 * (g - 3) END
  FROM generate_series(1, 300) AS g;

INSERT INTO collection.work (number, title, artist_id, technique, other_techniques, size, parts, condition, insured, value, weight_kg, humidity, tax,
    details, provenance, certificate, photo, label, label_code, colour, position, outline, sensor, sensor_mac, guid,
    acquired_at, seen_at, opening, restoring, on_show, kind)
SELECT 'AB-' || lpad(g::text, 5, '0'),
       CASE g % 4 WHEN 0 THEN 'Untitled' WHEN 1 THEN 'Line one' || chr(10) || 'line two' WHEN 2 THEN 'Größe № ' || g ELSE '' END,
       10 * (1 + g % 300),
       (ARRAY['oil', 'watercolour', 'bronze', 'Öl auf Holz', 'it''s complicated'])[1 + g % 5]::collection.technique,
       CASE WHEN g % 3 = 0 THEN ARRAY['bronze', NULL, 'oil']::collection.technique[] END,
       CASE WHEN g % 7 > 0 THEN ROW(g / 7.0, NULL, 1)::collection.size END,
       CASE WHEN g % 11 = 0 THEN ARRAY[ROW(1, 2, 3), NULL, ROW(NULL, 2.5, 0)]::collection.size[] END,
       (g % 101)::smallint,
       CASE g % 3 WHEN 0 THEN 'empty' WHEN 1 THEN collection.price_range(g, NULL) ELSE collection.price_range(g, g * 2.5, '[]') END,
       (g * 13.37)::numeric::money,
       CASE g % 6 WHEN 0 THEN 'NaN' WHEN 1 THEN 'infinity' WHEN 2 THEN 1.0 / g ELSE g / 3.0::float8 END,
       CASE g % 5 WHEN 0 THEN '-0' WHEN 1 THEN 1e-38 ELSE (g / 7.0)::real END,
       CASE WHEN g % 13 = 0 THEN 'NaN' ELSE g / 9.0 END,
       jsonb_build_object('id', g, 'tags', jsonb_build_array('a', g % 10, NULL), 'note', CASE WHEN g % 2 = 0 THEN 'ü"\' END, 'deep', jsonb_build_object('x', g / 8.0)),
       CASE WHEN g % 2 = 0 THEN '{"kept":  "as written", "kept": 2}'::json END,
       CASE WHEN g % 10 = 0 THEN xmlelement(name work, xmlattributes(g AS id), 'bought & sold') END,
       CASE WHEN g % 3 = 0 THEN decode(repeat(md5(g::text), g % 50), 'hex') END,
       to_tsvector('house.labels', 'The label of work ' || g), 'L' || g % 1000, (g % 4096)::bit(24), point(g, -g / 3.0),
       CASE WHEN g % 17 = 0 THEN polygon(box(point(0, 0), point(g, g))) END,
       CASE WHEN g % 2 = 0 THEN ('10.' || g % 250 || '.0.0/16')::inet ELSE 'fe80::1'::inet END,
       ('08:00:2b:01:02:' || lpad(to_hex(g % 256), 2, '0'))::macaddr, md5(g::text)::uuid,
       CASE WHEN g % 19 = 0 THEN '-infinity' ELSE timestamp '1999-12-31 23:59:59.999999' + g * interval '1 day 7 microseconds' END,
       timestamptz '2001-03-25 01:30:00+00' + g * interval '13 hours', time '24:00', g * interval '1 month -1 day 3.5 seconds',
       CASE WHEN g % 3 > 0 THEN g % 2 = 0 END, 'w'
  FROM generate_series(1, 4000) AS g;
UPDATE collection.artist SET best_work_id = artist_id / 10 WHERE artist_id % 30 = 0;
-- One value that is stored out of line in many pieces, and one that compresses well.
UPDATE collection.work SET photo = (SELECT decode(string_agg(md5(i::text), ''), 'hex') FROM generate_series(1, 100000) AS i) WHERE work_id = 1;
UPDATE collection.work SET details = jsonb_build_object('long', repeat('again and again ', 100000)) WHERE work_id = 2;

INSERT INTO house.room (name) SELECT 'Room ' || g FROM generate_series(1, 12) AS g;
INSERT INTO house.booking (room_id, during)
SELECT 1 + g % 12, tstzrange(timestamptz '2024-01-01 09:00+00' + g * interval '1 hour', timestamptz '2024-01-01 10:00+00' + g * interval '1 hour')
  FROM generate_series(1, 600) AS g;
INSERT INTO house.visit (visited_on, entrance, persons)
SELECT date '2022-06-01' + g % 1200, (ARRAY['main', 'garden', 'café'])[1 + g % 3], 1 + g % 9 FROM generate_series(1, 20000) AS g;
INSERT INTO house.sensor_reading SELECT g % 8, timestamptz '2024-05-01 00:00+00' + g * interval '1 minute', 18 + g % 50 / 10.0 FROM generate_series(1, 5000) AS g;
INSERT INTO house.event SELECT g, 'Event ' || g, timestamptz '2024-02-29 19:00+00' FROM generate_series(1, 20) AS g;
INSERT INTO house.guided_tour SELECT 100 + g, 'Tour ' || g, NULL, 'Guide ' || g FROM generate_series(1, 30) AS g;
INSERT INTO house.queue (name) SELECT 'Person ' || g FROM generate_series(1, 50) AS g;
INSERT INTO house.log SELECT CASE g % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE '\N' END FROM generate_series(1, 90) AS g;
INSERT INTO house.nothing SELECT FROM generate_series(1, 7);
INSERT INTO house.staff_note (author, note) SELECT (ARRAY['museum_reader', 'somebody', 'pgadmin'])[1 + g % 3], 'Note ' || g FROM generate_series(1, 60) AS g;
SELECT nextval('house.countdown'), nextval('house.countdown');

SELECT lo_from_bytea(70001, convert_to('The audio guide to room one – ünicode', 'UTF8'));
SELECT lo_from_bytea(70002, decode(repeat('00ff', 300000), 'hex')); -- more than many pages
SELECT lo_from_bytea(70003, '');
SELECT lo_put(lo_create(70004), 100000, 'after a hole'); -- its beginning was never written
COMMENT ON LARGE OBJECT 70001 IS 'Audio guide';
