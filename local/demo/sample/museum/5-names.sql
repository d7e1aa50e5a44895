-- Museum, names: everything that needs quoting, and the longest one that fits. PostgreSQL 11+, as the login.
CREATE SCHEMA "Ausstellung & Co";
CREATE TABLE "Ausstellung & Co"."select" ("from" int PRIMARY KEY, "GROUP by" text DEFAULT 'a''b', "naïve ""quoted"" column" text, "列" text, "with
newline" text, CONSTRAINT "check; -- this" CHECK ("from" > 0));
CREATE TABLE "Ausstellung & Co"."Übersicht – Gemälde" (
  "Schlüssel" serial PRIMARY KEY,
  "Verweis" int REFERENCES "Ausstellung & Co"."select" ("from"),
  "Straße" text
);
CREATE TABLE "Ausstellung & Co".a_name_of_sixty_three_bytes_which_is_as_long_as_postgresql_takes (id int PRIMARY KEY, "ID" int, "Id" int);
CREATE INDEX "Index: Straße (groß)" ON "Ausstellung & Co"."Übersicht – Gemälde" (upper("Straße"));
CREATE VIEW "Ausstellung & Co"."Sicht" AS SELECT "from" AS "to", "列" FROM "Ausstellung & Co"."select";
CREATE FUNCTION "Ausstellung & Co"."Größe?"("Wert" int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
CREATE TYPE "Ausstellung & Co"."Ja/Nein" AS ENUM ('ja', 'nein', '');
CREATE TABLE "Ausstellung & Co".answers (answer "Ausstellung & Co"."Ja/Nein", answers "Ausstellung & Co"."Ja/Nein"[]);
CREATE SEQUENCE "Ausstellung & Co"."Zähler" START 7;
COMMENT ON TABLE "Ausstellung & Co"."select" IS E'A reserved word; with ''quotes'',\nlines and $$dollars$$ – and \\backslashes\\';

INSERT INTO "Ausstellung & Co"."select" SELECT g, CASE WHEN g % 2 = 0 THEN NULL ELSE 'x' || g END, '"', '値' || g, E'\r\n' FROM generate_series(1, 200) AS g;
INSERT INTO "Ausstellung & Co"."Übersicht – Gemälde" ("Verweis", "Straße") SELECT g, 'Straße ' || g FROM generate_series(1, 150) AS g;
INSERT INTO "Ausstellung & Co".a_name_of_sixty_three_bytes_which_is_as_long_as_postgresql_takes SELECT g, -g, g * 2 FROM generate_series(1, 100) AS g;
INSERT INTO "Ausstellung & Co".answers VALUES ('ja', '{ja,nein,NULL,""}'), (NULL, NULL), ('', '{}');
