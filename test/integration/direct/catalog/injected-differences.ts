// Damages to the rich database on the target, one per property of each kind of object, and the names that the comparison must find.

export interface Damage {
  sql: string;
  /** As `defectName` gives them; several where one statement shows in several places. */
  found: string[];
}

/** All run in one transaction, as the superuser; objects are chosen so that none hides another. */
export const damages: Damage[] = [
  { sql: 'create schema left_over', found: ['schema "left_over" (only on the target)'] },
  { sql: 'drop schema empty_one', found: ['schema "empty_one" (missing)'] },
  { sql: 'create table parts.left_over ()', found: ['table "parts"."left_over" (only on the target)'] },
  { sql: 'drop table public."T"""', found: ['table "public"."T""" (missing)', 'column "public"."T"""."a" (missing)'] },
  { sql: 'alter table app.parent set (fillfactor = 90)', found: ['table "app"."parent" (options)'] },
  { sql: 'alter table app.scratch reset (toast.autovacuum_vacuum_scale_factor)', found: ['table "app"."scratch" (toast options)'] },
  { sql: 'alter table app.full_identity set unlogged', found: ['table "app"."full_identity" (unlogged)'] },
  {
    sql: 'alter table parts.t25 force row level security, enable row level security',
    found: ['table "parts"."t25" (row security)', 'table "parts"."t25" (forced row security)'],
  },
  { sql: 'alter table app.full_identity replica identity default', found: ['table "app"."full_identity" (replica identity)'] },
  { sql: 'alter table app.hashed replica identity full', found: ['partitioned table "app"."hashed" (replica identity)'] },
  {
    sql: 'alter table app.booked_some add constraint later unique (kind)',
    found: ['unique constraint "app"."booked_some"."later" (only on the target)', 'index "app"."later" (only on the target)'],
  },
  {
    sql: 'create type app.left_over as (a integer)',
    found: ['composite type "app"."left_over" (only on the target)', 'column "app"."left_over"."a" (only on the target)'],
  },
  { sql: 'alter table app.of_pair not of', found: ['table "app"."of_pair" (typed)'] },
  {
    sql: 'alter table app.both no inherit app.other_parent',
    found: ['table "app"."both" (parents)', 'column "app"."both"."d" (inherited)'],
  },
  {
    sql: 'alter table app.by_two detach partition app.by_two_2; alter table app.by_two attach partition app.by_two_2 for values from (10, 5) to (99, maxvalue)',
    found: ['table "app"."by_two_2" (partition bound)'],
  },
  {
    sql: 'create or replace view app.names with (check_option = cascaded) as select id, name from app.customer',
    found: ['view "app"."names" (options)'],
  },
  {
    sql: 'create or replace view app.barrier with (security_barrier) as select name, score from app.customer where score > 0.6',
    found: ['view "app"."barrier" (definition)'],
  },
  { sql: 'alter view app.names alter name drop default', found: ['column "app"."names"."name" (default)'] },
  { sql: 'refresh materialized view app.empty', found: ['materialized view "app"."empty" (empty)'] },
  { sql: `alter foreign table app.far options (set table_name 'b')`, found: ['foreign table "app"."far" (server options)'] },
  { sql: `alter foreign table app.far alter id options (set column_name 'x')`, found: ['column "app"."far"."id" (foreign options)'] },

  { sql: 'alter table app.dropped alter a type bigint', found: ['column "app"."dropped"."a" (type)'] },
  { sql: 'alter table app.dropped alter c set default 4', found: ['column "app"."dropped"."c" (default)'] },
  {
    sql: 'alter table app.dropped drop column b',
    found: ['column "app"."dropped"."b" (missing)', 'table "app"."dropped" (column order)'],
  },
  {
    sql: 'alter table app.booked alter room set not null',
    found: ['column "app"."booked"."room" (not null)', 'not-null constraint "app"."booked"."booked_room_not_null" (only on the target)'],
  },
  {
    sql: 'alter table app.compressed alter a type text collate "POSIX"',
    found: ['column "app"."compressed"."a" (collation)', 'column "app"."compressed"."a" (compression)'],
  },
  { sql: 'alter table app.customer alter tags set storage external', found: ['column "app"."customer"."tags" (storage)'] },
  { sql: 'alter table app.customer alter note set compression pglz', found: ['column "app"."customer"."note" (compression)'] },
  {
    sql: 'alter table app."Order ""line""" alter parent set statistics -1, alter weight reset (n_distinct)',
    found: ['column "app"."Order ""line"""."parent" (statistics)', 'column "app"."Order ""line"""."weight" (options)'],
  },
  { sql: 'alter table app.customer alter "select" set generated always', found: ['column "app"."customer"."select" (identity)'] },
  {
    sql: 'alter table app.computed alter b drop expression',
    found: ['column "app"."computed"."b" (generated)', 'column "app"."computed"."b" (default)'],
  },

  { sql: 'drop index app.big_two', found: ['index "app"."big_two" (missing)', 'comment on index "app"."big_two" (missing)'] },
  {
    sql: 'drop index app.customer_brin; create index customer_brin on app.customer using brin (changed) with (pages_per_range = 17)',
    found: ['index "app"."customer_brin" (options)'],
  },
  { sql: 'alter table app.customer set without cluster', found: ['index "app"."customer_replica" (clustered)'] },
  {
    sql: `update pg_index set indisvalid = false where indexrelid = 'app.customer_data'::regclass`,
    found: ['index "app"."customer_data" (invalid)'],
  },
  { sql: 'alter index app.customer_twice alter column 2 set statistics 7', found: ['index "app"."customer_twice" (statistics)'] },
  { sql: 'alter table app.deletes drop constraint deletes_a_fkey', found: ['foreign key "app"."deletes"."deletes_a_fkey" (missing)'] },
  {
    sql: 'alter table app."Order ""line""" alter constraint "Order ""line""_customer_fkey" not deferrable',
    found: [
      'foreign key "app"."Order ""line"""."Order ""line""_customer_fkey" (deferrable)',
      'foreign key "app"."Order ""line"""."Order ""line""_customer_fkey" (deferred)',
      'foreign key "app"."Order ""line"""."Order ""line""_customer_fkey" (definition)',
    ],
  },
  {
    sql: 'alter table app."Order ""line""" validate constraint self',
    found: ['foreign key "app"."Order ""line"""."self" (not valid)', 'foreign key "app"."Order ""line"""."self" (definition)'],
  },
  {
    sql: 'alter table app."Order ""line""" drop constraint positive, add constraint positive check (n > 0)',
    found: ['check constraint "app"."Order ""line"""."positive" (expression)'],
  },
  {
    sql: 'alter table app.insensitive drop constraint insensitive_pkey',
    found: ['primary key "app"."insensitive"."insensitive_pkey" (missing)', 'index "app"."insensitive_pkey" (missing)'],
  },
  {
    sql: 'alter table app.few_nulls add constraint b_too unique (b)',
    found: ['unique constraint "app"."few_nulls"."b_too" (only on the target)', 'index "app"."b_too" (only on the target)'],
  },
  {
    sql: 'alter table app.booked drop constraint once',
    found: ['exclusion constraint "app"."booked"."once" (missing)', 'index "app"."once" (missing)'],
  },
  {
    sql: 'alter domain app.score validate constraint small',
    found: ['domain constraint "app"."score"."small" (not valid)'],
  },

  { sql: 'alter table app.customer enable trigger later_check', found: ['trigger "app"."customer"."later_check" (enabled)'] },
  {
    sql: 'drop trigger touch on app.customer; create trigger touch before update on app.customer for each row execute function app.touch()',
    found: ['trigger "app"."customer"."touch" (condition)', 'comment on trigger "app"."customer"."touch" (missing)'],
  },
  {
    sql: 'alter table app.measure_old enable trigger on_parts',
    found: ['trigger of a partition "app"."measure_old"."on_parts" (missing)'],
  },
  { sql: 'alter table app.deletes enable rule log_change', found: ['rule "app"."deletes"."log_change" (enabled)'] },
  {
    sql: 'create or replace rule no_delete as on delete to app.scratch where old.a > 0 do instead nothing',
    found: ['rule "app"."scratch"."no_delete" (definition)'],
  },
  {
    sql: 'alter policy mine on app.scratch to pgadmin using (a > 1)',
    found: ['policy "app"."scratch"."mine" (roles)', 'policy "app"."scratch"."mine" (using)'],
  },
  { sql: 'alter event trigger sleeper enable', found: ['event trigger "sleeper" (enabled)'] },
  {
    sql: `alter publication nothing_yet set (publish = 'update')`,
    found: ['publication "nothing_yet" (insert)', 'publication "nothing_yet" (update)'],
  },
  {
    sql: 'alter publication of_columns set table app.customer (id)',
    found: ['published table "app"."customer" for of_columns (columns)', 'published table "app"."customer" for of_columns (rows)'],
  },
  { sql: 'alter publication of_schema drop tables in schema parts', found: ['published schema "parts" for of_schema (missing)'] },
  {
    sql: 'drop statistics app.together; create statistics app.together (ndistinct) on id, name from app.customer',
    found: ['extended statistics "app"."together" (kinds)', 'comment on statistics object "app"."together" (missing)'],
  },

  {
    sql: 'create or replace function app.twice(x integer) returns integer language sql immutable as $$ select x * 3 $$',
    found: ['function "app"."twice"(integer) (body)'],
  },
  {
    sql: 'alter function app.in_parallel(double precision) stable strict parallel restricted cost 7',
    found: [
      'function "app"."in_parallel"(double precision) (volatility)',
      'function "app"."in_parallel"(double precision) (strict)',
      'function "app"."in_parallel"(double precision) (parallel)',
      'function "app"."in_parallel"(double precision) (cost)',
    ],
  },
  {
    sql: 'alter function app.noticed() security invoker reset work_mem',
    found: ['function "app"."noticed"() (security definer)', 'function "app"."noticed"() (settings)'],
  },
  {
    sql: `create or replace function app.as_table(n integer default -4, "when" timestamptz default '2020-01-01 00:00+00') returns table (i integer, t text) language sql as $$ select n, "when"::text $$`,
    found: ['function "app"."as_table"(integer, timestamp with time zone) (argument defaults)'],
  },
  {
    sql: "create or replace function app.late(x text) returns text language sql immutable begin atomic select x || 'y'; end",
    found: ['function "app"."late"(text) (SQL body)'],
  },
  { sql: 'drop procedure app.commits()', found: ['procedure "app"."commits"() (missing)'] },
  {
    sql: `create or replace aggregate app.total(integer) (sfunc = app.total_step, stype = integer, initcond = '1')`,
    found: ['aggregate "app"."total"(integer) (start)'],
  },
  { sql: 'drop function app.own_window()', found: ['window function "app"."own_window"() (missing)'] },

  {
    sql: `alter type app.colour rename value 'red' to 'rot'`,
    found: [
      'enum type "app"."colour" (labels)',
      'column "app"."customer"."favourite" (default)',
      'domain "app"."hue" (default)',
      'function "app"."listed"(boolean, app.colour) (argument defaults)',
    ],
  },
  { sql: `alter type app.size add value 'xl'`, found: ['enum type "app"."size" (labels)'] },
  {
    sql: 'alter type app.nested rename attribute p to q',
    found: ['column "app"."nested"."p" (missing)', 'column "app"."nested"."q" (only on the target)'],
  },
  {
    sql: 'alter domain app.code set not null',
    found: ['domain "app"."code" (not null)', 'not-null constraint "app"."code"."code_not_null" (only on the target)'],
  },
  { sql: 'drop type app.text_range', found: ['range type "app"."text_range" (missing)'] },
  { sql: 'drop type app.not_yet', found: ['shell type "app"."not_yet" (missing)'] },
  { sql: `update pg_type set typcategory = 'U' where typname = 'own_base'`, found: ['base type "app"."own_base" (category)'] },
  { sql: 'drop cast (text as app.pair); create cast (text as app.pair) with inout', found: ['cast text AS app.pair (context)'] },
  { sql: 'drop collation app.mixed', found: ['collation "app"."mixed" (missing)'] },
  {
    sql: 'alter conversion app.latin rename to latin_one',
    found: [
      'conversion "app"."latin" (missing)',
      'conversion "app"."latin_one" (only on the target)',
      'comment on conversion "app"."latin" (missing)',
      'comment on conversion "app"."latin_one" (only on the target)',
    ],
  },
  {
    sql: 'alter operator app.<<< (app.pair, app.pair) set (restrict = none)',
    found: ['operator "app"."<<<"(app.pair, app.pair) (restrict)'],
  },
  {
    sql: 'drop operator class app.pair_order using btree cascade',
    found: [
      'operator class "app"."pair_order" for btree (missing)',
      'operator family "app"."pair_family" for btree (operators)',
      'operator family "app"."pair_family" for btree (functions)',
      'index "app"."pair_index" (missing)',
    ],
  },
  {
    sql: 'alter text search configuration app.simple_german drop mapping for email',
    found: ['text search configuration "app"."simple_german" (mappings)'],
  },
  { sql: 'alter text search dictionary app.plain (accept = false)', found: ['text search dictionary "app"."plain" (options)'] },
  { sql: 'drop text search parser app.own_parser', found: ['text search parser "app"."own_parser" (missing)'] },
  { sql: 'drop text search template app.own_template', found: ['text search template "app"."own_template" (missing)'] },

  { sql: 'alter sequence app.free increment 8', found: ['sequence "app"."free" (increment)'] },
  { sql: 'alter sequence app.short as integer', found: ['sequence "app"."short" (type)', 'sequence "app"."short" (maximum)'] },
  { sql: 'alter sequence app.scratch_c_seq owned by none', found: ['sequence "app"."scratch_c_seq" (owned by)'] },
  { sql: 'drop extension pg_trgm cascade', found: ['extension "pg_trgm" (missing)', 'index "app"."customer_name_trgm" (missing)'] },
  {
    sql: 'alter language own_language rename to other_language',
    found: ['language "own_language" (missing)', 'language "other_language" (only on the target)'],
  },
  { sql: 'drop transform for app.pair language plpgsql', found: ['transform app.pair FOR plpgsql (missing)'] },
  { sql: 'drop access method own_btree', found: ['access method "own_btree" (missing)', 'comment on access method "own_btree" (missing)'] },
  { sql: `alter foreign data wrapper own_wrapper options (set a 'c')`, found: ['foreign-data wrapper "own_wrapper" (options)'] },
  {
    sql: `alter server elsewhere version '2' options (set dbname 'near')`,
    found: ['server "elsewhere" (version)', 'server "elsewhere" (options)'],
  },
  { sql: 'drop user mapping for pgadmin server elsewhere', found: ['user mapping "elsewhere"."pgadmin" (missing)'] },
  { sql: 'select lo_unlink(424243)', found: ['large object "424243" (missing)'] },
  { sql: `comment on large object 424242 is 'small'`, found: ['large object "424242" (comment)'] },
  { sql: `comment on column app.customer."select" is 'other'`, found: ['comment on table column "app"."customer"."select" (text)'] },
  {
    sql: 'comment on constraint positive on domain app.score is null',
    found: ['comment on domain constraint(positive) "app.score" (missing)'],
  },
  { sql: `comment on schema public is 'other'`, found: ['comment on schema "public" (text)'] },
];
