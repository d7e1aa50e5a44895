-- What only newer sources have.
create table app.computed (a integer, b integer generated always as (a * 2 + -1) stored, c text generated always as (case when a > 1 then 'x' else 'y' end) stored); --@ 120000+
insert into app.computed (a) values (1), (2); --@ 120000+
create statistics app.most_common (mcv, ndistinct) on id, name from app.customer; --@ 120000+
create collation app.ignoring_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false); --@ 120000+
create collation app.phonebook (provider = icu, locale = 'de@collation=phonebook'); --@ 120000+
create procedure app.counts(inout a integer, b text default 'x') language sql as 'select 1'; --@ 110000+
create view app.without_system_time as select * from app.computed order by a fetch first 3 rows with ties; --@ 130000+
alter statistics app.most_common set statistics 50; --@ 130000+
create publication via_root for table app.measure with (publish_via_partition_root); --@ 130000+
create table app.compressed (a text compression pglz); --@ 140000+
create statistics app.of_expressions on (name in ('a', 'b')), lower(name), (shift + 1) from app.customer; --@ 140000+
create function app.grouped_count() returns bigint language sql stable begin atomic select count(*) from (select c.id, c.name from app.customer c group by c.id) s; select 1; end; --@ 140000+
create function app.listed_body(x varchar(5), out y text) language sql begin atomic select name from app.customer where name in ('a', x); end; --@ 140000+
create function app.late(x text) returns text language sql immutable begin atomic select x || 'z'; end; --@ 140000+
create index compressed_late on app.compressed (app.late(a collate "C")); --@ 140000+
create table app.multi (m int4multirange, i int8multirange default '{[1,3)}'); --@ 140000+
create procedure app.with_out(in a integer, out b integer) language sql begin atomic select a + 1; end; --@ 140000+
create view app.searched as with recursive t(n, d) as (select 1, 1 union all select n + 1, d from t where n < 3) search depth first by n set o cycle n set c using p select n, o::text from t; --@ 140000+
create table app.few_nulls (a integer unique nulls not distinct, b integer); --@ 150000+
create unique index few_nulls_b on app.few_nulls (b) nulls not distinct; --@ 150000+
create view app.invoker with (security_invoker) as select * from app.few_nulls; --@ 150000+
create publication of_columns for table app.customer (id, name) where (id > 5 and name <> 'x'); --@ 150000+
create table app.deletes_some (a integer, b integer, foreign key (b) references app.deletes on delete set null (b)); --@ 150000+
alter table app.customer alter column label set storage main; --@ 160000+
create view app.json_one as select json_object('a' value 1, 'b': name) as j, json_array(1, 2) as k, data is json object as is from app.customer; --@ 160000+
create collation app.with_rules (provider = icu, locale = 'de', rules = '&a < b'); --@ 160000+
create view app.trimmed as select system_user as me, trim(leading 'x' from name) as t from app.customer; --@ 160000+
create view app.json_two as select t.* from json_table('[{"a": 1}]', '$[*]' columns (a integer path '$.a')) t; --@ 170000+
create view app.merged as select json_query(data, '$.a' with wrapper) as q, json_exists(data, '$.b') as e from app.customer; --@ 170000+
create table app.virtual (a integer constraint a_is_there not null, b integer generated always as (a * 2) virtual, c integer); --@ 180000+
alter table app.virtual add constraint not_checked check (a > 5) not enforced, add constraint c_later not null c not valid; --@ 180000+
create table app.periods (room integer, during tsrange, constraint one_at_a_time primary key (room, during without overlaps)); --@ 180000+
