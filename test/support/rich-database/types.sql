-- Schemas with odd names, types of all kinds, sequences, collations, conversions, text search. Run as the login, in one go with what follows.
create schema "Größe ""x"" -- TOC entry 1 (class 1 OID 1)";
create schema "select"; create schema parts; create schema empty_one;
comment on schema app is 'line one
-- TOC entry 9999 (class 1259 OID 1)
-- Name: fake; Type: TABLE; Schema: public; Owner: -
it''s \back';
comment on schema public is 'changed';

create type app.colour as enum ('red', 'grün', 'it''s');
create type app.size as enum ('s', 'l'); alter type app.size add value 'm' before 'l';
create type app.no_labels as enum ();
create type app.pair as (a integer, b double precision);
create type app.nested as (p app.pair, ps app.pair[], "odd ""name""" text collate "C");
create type app.float_range as range (subtype = float8, subtype_diff = float8mi);
create type app.text_range as range (subtype = text, collation = "C");
create domain app.email as text check (value ~ '@') not null default 'a@b';
create domain app.score as numeric(5,2) constraint positive check (value >= 0);
alter domain app.score add constraint small check (value < 900) not valid;
create domain app.code as varchar(9) collate "C" default 'x';
create domain app.kind as varchar(5) default (case when 'a'::varchar(3) in ('a', 'b') then 'x' else 'y' end) constraint listed check (value in ('a', 'b', 'x'));
create domain app.better_score as app.score check (value > 0.5);
create domain app.scores as numeric(5,2)[] check (array_length(value, 1) < 9);
create domain app.hue as app.colour default 'red';
comment on type app.colour is 'enum'; comment on domain app.email is 'domain'; comment on type app.pair is 'composite';
comment on constraint positive on domain app.score is 'of a domain'; comment on column app.pair.b is 'attribute';

create collation app.german (locale = 'C');
create collation app.mixed (lc_collate = 'C', lc_ctype = 'POSIX');
comment on collation app.german is 'collation';
create conversion app.latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
comment on conversion app.latin is 'conversion';

create sequence app.free increment 7 start 70 maxvalue 1000 cycle;
select setval('app.free', 84, false);
create sequence app.untouched; create sequence app.down increment -3 minvalue -900 maxvalue 5 start 2 cache 4; select nextval('app.down');
create sequence app.short as smallint; --@ 100000+
comment on sequence app.free is 'sequence';

create text search dictionary app.plain (template = simple, stopwords = german);
create text search dictionary app.stems (template = snowball, language = german);
create text search configuration app.simple_german (copy = pg_catalog.german);
alter text search configuration app.simple_german alter mapping for asciiword, word with app.plain, app.stems;
create text search configuration app.bare (parser = "default");
comment on text search configuration app.bare is 'configuration'; comment on text search dictionary app.plain is 'dictionary';
