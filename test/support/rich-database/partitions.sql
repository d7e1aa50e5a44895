-- Partitioned tables; from PostgreSQL 10 on, with more from 11 and 12 on.
create table app.place_name (place text primary key);
create table app.measure (at date not null, place text not null, value numeric, constraint measured check (value > -9)) partition by range (at);
create table app.measure_2020 partition of app.measure for values from ('2020-01-01') to ('2021-01-01') partition by list (place);
create table app.measure_2020_a partition of app.measure_2020 (constraint only_here check (value < 1e9)) for values in ('a', 'ä');
create table app.measure_2020_b partition of app.measure_2020 for values in ('b', null);
create table app.measure_old partition of app.measure for values from (minvalue) to ('2020-01-01');
create table app.measure_new (value numeric default 5, gone integer, place text not null, at date not null, constraint measured check (value > -9));
alter table app.measure_new drop column gone;
alter table app.measure attach partition app.measure_new for values from ('2021-01-01') to (maxvalue);
create table app.by_two (a bigint, b integer, c text collate "C" default 'of the root') partition by range (a, (b + 1));
create table app.by_two_1 partition of app.by_two (c default 'of the part') for values from (1, minvalue) to (10, 5);
create unlogged table app.by_two_2 partition of app.by_two for values from (10, 5) to (maxvalue, maxvalue);
create index measure_old_value on app.measure_old (value);
create index measure_value on app.measure (value); --@ 110000+
alter table app.measure add primary key (at, place); --@ 110000+
alter table app.measure add constraint measure_place foreign key (place) references app.place_name; --@ 110000+
create trigger on_parts after update on app.measure for each row execute procedure app.noticed(); --@ 110000+
alter table app.measure_old disable trigger on_parts; --@ 130000+
create table app.measure_2020_other partition of app.measure_2020 default; --@ 110000+
create table app.hashed (a integer, b text) partition by hash (a); --@ 110000+
create table app.hashed_0 partition of app.hashed for values with (modulus 2, remainder 0); --@ 110000+
create table app.hashed_1 partition of app.hashed for values with (modulus 2, remainder 1); --@ 110000+
create index hashed_only on only app.hashed (b); --@ 110000+
create table app.numbered (id bigint generated always as identity, part integer) partition by list (part); --@ 170000+
create table app.numbered_1 partition of app.numbered for values in (1); --@ 170000+
create table app.refers_to_parts (at date, place text, foreign key (at, place) references app.measure); --@ 120000+
comment on table app.measure is 'partitioned'; comment on table app.measure_old is 'partition';
insert into app.measure select date '2019-12-30' + i, (array['a', 'b'])[1 + i % 2], i from generate_series(0, 2) i; --@ <110000
insert into app.place_name values ('a'), ('b'), ('ä'); insert into app.measure select date '2019-12-30' + i, (array['a', 'b', 'ä'])[1 + i % 3], i from generate_series(0, 400) i; --@ 110000+
insert into app.by_two select i, i from generate_series(1, 40) i;
