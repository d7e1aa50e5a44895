-- Kinds of objects that only a superuser can make, on the source as on the target. Run as the superuser, behind everything else.
create function app.sealed(integer) returns integer language sql immutable leakproof as 'select 1';
create type app.not_yet; create type app.own_base; create function app.own_in(cstring) returns app.own_base language internal immutable strict as 'int4in';
create function app.own_out(app.own_base) returns cstring language internal immutable strict as 'int4out';
create type app.own_base (input = app.own_in, output = app.own_out, internallength = 4, passedbyvalue, alignment = int4, category = 'N', default = '7');
create function app.own_window() returns bigint language internal window as 'window_row_number';
create function app.own_handler(internal) returns index_am_handler language internal as 'bthandler'; --@ 90600+
create access method own_btree type index handler app.own_handler; --@ 90600+
create function app.own_call() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler'; create language own_language handler app.own_call;
create function app.to_own(internal) returns app.pair language internal immutable as 'textin'; create function app.from_own(internal) returns internal language internal immutable as 'textin';
create transform for app.pair language plpgsql (from sql with function app.from_own(internal), to sql with function app.to_own(internal));
create function app.pair_compare(app.pair, app.pair) returns integer language sql immutable as 'select case when $1 operator(app.<<<) $2 then -1 when $2 operator(app.<<<) $1 then 1 else 0 end';
create function app.pair_equal(app.pair, app.pair) returns boolean language sql immutable as 'select app.pair_compare($1, $2) = 0';
create operator app.==== (leftarg = app.pair, rightarg = app.pair, procedure = app.pair_equal);
create operator family app.pair_family using btree;
create operator class app.pair_order for type app.pair using btree family app.pair_family as
  operator 1 app.<<<, operator 3 app.====, operator 5 app.>>>, function 1 app.pair_compare(app.pair, app.pair);
create index pair_index on app.customer (place app.pair_order);
create text search parser app.own_parser (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
create text search template app.own_template (init = dsimple_init, lexize = dsimple_lexize);
create foreign data wrapper own_wrapper options (a 'b'); comment on foreign data wrapper own_wrapper is 'wrapper'; comment on access method own_btree is 'access method';
create function app.watch() returns event_trigger language plpgsql as 'begin null; end';
create event trigger watcher on ddl_command_end when tag in ('CREATE TABLE', 'CREATE VIEW') execute procedure app.watch();
create event trigger sleeper on sql_drop execute procedure app.watch(); alter event trigger sleeper disable; comment on event trigger watcher is 'event trigger';
create publication whole for all tables; --@ 100000+
create publication of_schema for tables in schema parts; --@ 150000+
