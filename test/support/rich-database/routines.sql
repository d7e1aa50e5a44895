-- Functions, aggregates, procedures, operators, casts.
create function app.twice(x integer) returns integer language sql immutable as $fn$ select x * 2; -- ;
$fn$;
create function app.twice(x text, y app.pair default row(1, 2.5)::app.pair) returns text language sql stable strict as $$ select x || x $$;
create function app.touch() returns trigger language plpgsql as $body$
begin
  -- TOC entry 5 (class 1255 OID 5)
  new.changed := now(); return new;
end $body$;
create function app.noticed() returns trigger language plpgsql security definer set search_path = app, pg_temp set work_mem = '5MB' as 'begin return null; end';
create function app.many(inout a integer, out b text, variadic c numeric[] default '{-1,2}') returns setof record language plpgsql rows 7 cost 50
  as 'begin return next; end';
create function app.as_table(n integer default -3, "when" timestamptz default '2020-01-01 00:00+00') returns table (i integer, t text) language sql as
  $$ select n, "when"::text $$;
create function app.listed(a boolean default 'a'::varchar in ('a', 'b'), b app.colour default 'red') returns boolean language sql as 'select a';
create function app.any_one(a anyelement, b anyarray) returns anyelement language sql called on null input as 'select a';
create function app.paths() returns text language sql set search_path = '' as 'select null::text';
create function app.in_parallel(x double precision) returns double precision language sql immutable parallel safe as 'select x'; --@ 90600+
create function app."Odd ""name"""(_ text) returns void language plpgsql as $x$ begin perform 1; end $x$;
create function app.pair_sum(p app.pair) returns double precision language sql immutable as 'select p.a + p.b';
create function app.pair_less(x app.pair, y app.pair) returns boolean language sql immutable as 'select app.pair_sum(x) < app.pair_sum(y)';
create function app.pair_more(x app.pair, y app.pair) returns boolean language sql immutable as 'select app.pair_sum(x) > app.pair_sum(y)';
create procedure app.nothing(inout x integer) language plpgsql as 'begin null; end'; --@ 110000+
create procedure app.commits() language plpgsql security definer as 'begin null; end'; --@ 110000+
comment on function app.twice(integer) is 'function'; comment on function app.twice(text, app.pair) is 'other function';
comment on procedure app.nothing(integer) is 'procedure'; --@ 110000+

create function app.total_step(integer, integer) returns integer language sql immutable as 'select $1 + $2';
create function app.total_back(integer, integer) returns integer language sql immutable as 'select $1 - $2';
create aggregate app.total(integer) (sfunc = app.total_step, stype = integer, initcond = '0');
create aggregate app.moving(integer) (sfunc = app.total_step, stype = integer, initcond = '0', msfunc = app.total_step, minvfunc = app.total_back, mstype = integer, minitcond = '0');
create aggregate app.largest(integer) (sfunc = int4larger, stype = integer, sortop = >);
create function app.middle_end(integer, double precision) returns integer language sql immutable as 'select $1';
create aggregate app.middle(double precision order by integer) (sfunc = app.total_step, stype = integer, finalfunc = app.middle_end, initcond = '0');
create aggregate app.in_parts(integer) (sfunc = int4pl, stype = integer, combinefunc = int4pl, parallel = safe); --@ 90600+
comment on aggregate app.total(integer) is 'aggregate';

create operator app.=== (leftarg = integer, rightarg = integer, procedure = int4eq, commutator = operator(app.===), hashes, merges);
create operator app.<<< (leftarg = app.pair, rightarg = app.pair, procedure = app.pair_less, commutator = operator(app.>>>), restrict = scalarltsel, join = scalarltjoinsel);
create operator app.>>> (leftarg = app.pair, rightarg = app.pair, procedure = app.pair_more, commutator = operator(app.<<<));
create operator app.!! (rightarg = app.pair, procedure = app.pair_sum);
comment on operator app.=== (integer, integer) is 'operator';

create function app.to_colour(x integer) returns app.colour language sql immutable as $$ select 'red'::app.colour $$;
create cast (integer as app.colour) with function app.to_colour(integer);
create cast (text as app.pair) with inout as assignment;
create cast (app.colour as text) with inout as implicit;
comment on cast (integer as app.colour) is 'cast';
