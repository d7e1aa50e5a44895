-- Makes a temporary function that makes an object and gives it as this server prints it, or NULL where it cannot be made. It is undone at
-- once by the exception that carries its text out, and its locks with it. Event triggers, which would see them, are off until the caller rolls back.
-- For targets (PostgreSQL 11+).
DO $do$
DECLARE name text;
BEGIN
  FOR name IN SELECT evtname FROM pg_catalog.pg_event_trigger WHERE evtenabled <> 'D' LOOP
    EXECUTE pg_catalog.format('ALTER EVENT TRIGGER %I DISABLE', name);
  END LOOP;
END
$do$;
CREATE FUNCTION pg_temp.pgflex_reprint(make text, print text) RETURNS text LANGUAGE plpgsql AS $function$
DECLARE printed text;
BEGIN
  EXECUTE make;
  EXECUTE print INTO STRICT printed;
  RAISE SQLSTATE 'PFREP' USING MESSAGE = printed;
EXCEPTION
  WHEN SQLSTATE 'PFREP' THEN RETURN SQLERRM;
  WHEN others THEN RETURN NULL;
END
$function$
