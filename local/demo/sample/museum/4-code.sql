-- Museum, code: functions, procedure, aggregate, operator, cast, triggers, views, rules, publication. PostgreSQL 11+, as the login.
CREATE FUNCTION collection.area(collection.size) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5
  AS $$ SELECT $1.width_cm * coalesce($1.height_cm, 1) $$;
CREATE FUNCTION collection.find_works(pattern text, VARIADIC techniques collection.technique[] DEFAULT '{}')
  RETURNS TABLE (found_id bigint, found_title text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = collection, pg_temp ROWS 50
  AS $body$
BEGIN -- a body with semicolons; quotes ' and "nested" $$dollars$$
  RETURN QUERY EXECUTE $query$ SELECT work_id, title::text FROM collection.work WHERE title ~ $1 AND (technique = ANY ($2) OR $2 = '{}'); $query$
    USING pattern, techniques;
END;
$body$;
CREATE PROCEDURE house.close_day(closing date, INOUT closed int DEFAULT 0) LANGUAGE plpgsql
  AS $$ BEGIN SELECT count(*) INTO closed FROM house.visit WHERE visited_on = closing; END $$;
CREATE FUNCTION collection.larger(numeric, collection.size) RETURNS numeric LANGUAGE sql IMMUTABLE
  AS $$ SELECT greatest($1, collection.area($2)) $$;
CREATE AGGREGATE collection.largest(collection.size) (SFUNC = collection.larger, STYPE = numeric, INITCOND = '0');
CREATE FUNCTION collection.same_area(collection.size, collection.size) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS $$ SELECT collection.area($1) = collection.area($2) $$;
CREATE OPERATOR collection.~== (FUNCTION = collection.same_area, LEFTARG = collection.size, RIGHTARG = collection.size, COMMUTATOR = OPERATOR(collection.~==));
CREATE CAST (collection.size AS numeric) WITH FUNCTION collection.area(collection.size) AS ASSIGNMENT;
COMMENT ON FUNCTION collection.area(collection.size) IS 'Square centimetres';
COMMENT ON AGGREGATE collection.largest(collection.size) IS 'The largest area';

CREATE FUNCTION house.write_log() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN INSERT INTO house.log VALUES (TG_TABLE_NAME || ' ' || TG_OP); RETURN NULL; END $$;
CREATE FUNCTION collection.fill_label() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN NEW.label := to_tsvector('house.labels', NEW.title); RETURN NEW; END $$;
CREATE TRIGGER fill_label BEFORE INSERT OR UPDATE OF title ON collection.work FOR EACH ROW WHEN (NEW.title <> '') EXECUTE PROCEDURE collection.fill_label();
CREATE TRIGGER log_works AFTER INSERT OR DELETE OR TRUNCATE ON collection.work FOR EACH STATEMENT EXECUTE PROCEDURE house.write_log();
CREATE TRIGGER log_visits AFTER INSERT ON house.visit FOR EACH ROW EXECUTE PROCEDURE house.write_log();
CREATE CONSTRAINT TRIGGER check_booking AFTER INSERT ON house.booking DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE PROCEDURE house.write_log();
CREATE TRIGGER out_of_use BEFORE DELETE ON house.room FOR EACH ROW EXECUTE PROCEDURE house.write_log();
ALTER TABLE house.room DISABLE TRIGGER out_of_use;
ALTER TABLE collection.work ENABLE ALWAYS TRIGGER log_works;
COMMENT ON TRIGGER fill_label ON collection.work IS 'Keeps the label searchable';

CREATE VIEW collection.on_show AS SELECT work_id, title, artist_id FROM collection.work WHERE on_show WITH LOCAL CHECK OPTION;
CREATE VIEW collection.on_show_by_artist (artist, works) WITH (security_barrier) AS
  SELECT a.name, count(*) FROM collection.on_show JOIN collection.artist a USING (artist_id) GROUP BY a.artist_id; -- needs the primary key
CREATE RECURSIVE VIEW collection.school (artist_id, generation) AS
  SELECT artist_id, 1 FROM collection.artist WHERE mentor_id IS NULL
   UNION ALL
  SELECT a.artist_id, generation + 1 FROM collection.artist a JOIN school s ON a.mentor_id = s.artist_id;
COMMENT ON VIEW collection.on_show IS 'What visitors can see';
CREATE MATERIALIZED VIEW collection.work_count AS
  SELECT artist_id, count(*) AS works, collection.largest(size) AS largest FROM collection.work GROUP BY artist_id;
CREATE UNIQUE INDEX work_count_artist ON collection.work_count (artist_id);
CREATE MATERIALIZED VIEW collection.productive AS SELECT * FROM collection.work_count WHERE works > 13; -- on top of another one
CREATE MATERIALIZED VIEW collection.not_yet AS SELECT name FROM collection.artist WITH NO DATA;

CREATE VIEW house.room_names AS SELECT room_id, name FROM house.room;
CREATE RULE rename_room AS ON UPDATE TO house.room_names DO INSTEAD UPDATE house.room SET name = NEW.name WHERE room_id = OLD.room_id;
CREATE RULE keep_log AS ON DELETE TO house.log DO INSTEAD NOTHING;
CREATE FUNCTION house.greeting(name text DEFAULT 'Gäste') RETURNS text LANGUAGE sql AS $$ SELECT 'Willkommen, ' || name || '!' $$;

CREATE PUBLICATION visitors FOR TABLE house.room, house.event WITH (publish = 'insert, update');
