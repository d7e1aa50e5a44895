-- Views, materialised views, triggers, rules, policies, publications, statistics, foreign tables, rows, large objects.
create view app.names as select id, name from app.customer with local check option;
create view app.sorted (first, second) as select c.name, row_number() over (partition by c.favourite order by c.id desc) from app.customer c where c.id between 1 and 9;
create view app.barrier with (security_barrier) as select name, score from app.customer where score > 0.5 or name like 'a%' or name in ('x', 'y') limit 5;
create view app.grouped as select c.id, c.name, count(*) as n from app.customer c join app."Order ""line""" o on o.customer = c.id group by c.id;
create view app.unioned as select 1 as a, 'lit' as b, null as c union all (select id, name, label from app.customer order by 1 limit 3) union values (7, 'x', 'y');
create recursive view app.counting (n) as values (1) union all select n + 1 from counting where n < 5;
create view app.lateral_one as with w as (select * from app.parent), v as (select max(a) as m from w)
  select w.*, v.m, s.x, case w.a when 1 then 'one' else coalesce(w.b, 'none') end as c, exists (select 1 from app.child where child.a = w.a) as has,
         (w.a)::numeric(5,2) as cast_one, row(w.a, 0.5)::app.pair as r, array(select d from app.other_parent) as ds, interval '1 day' as i, date '2020-01-01' - 3 as d
  from w cross join v left join lateral (select w.a + 1 as x) s on true where w.b is distinct from 'z' and not (w.a is null);
create view app.odd_names as select "order", "Group", "table".system_user as "a ""b""" from "select"."table";
create view app.over_view as select n.*, b.score from app.names n join app.barrier b using (name);
create view app.filtered_agg as select favourite, count(*) filter (where id > 1), string_agg(name, ',' order by id), percentile_cont(0.5) within group (order by id),
  grouping(favourite), extract(epoch from max(changed)), max(changed) at time zone 'UTC', position('a' in max(name)), substring(max(name) from 2), trim(max(name))
  from app.customer group by rollup (favourite) having count(*) > 0;
create view app.of_functions as select t.*, f.i from unnest(array[1, 2]) with ordinality as t(v, o), app.as_table(2) f;
alter view app.names alter column name set default 'new'; comment on view app.names is 'view'; comment on column app.names.id is 'of a view';
do $$ begin for i in 1..20 loop execute format('create view parts.v%s as select id, x || %L as y from parts.t%s where x <> %L', i, 'y' || i, i, 'z'); end loop; end $$;

create function app.visible() returns bigint language sql stable as $$ select count(*) from app.customer $$;
create materialized view app.big as select name, app.twice(2) as two from app.names;
create unique index big_name on app.big (name); create index big_two on app.big (two);
create materialized view app.bigger as select count(*) as n, sum(n2), app.visible() from (select 1 as n2 from app.big) s;
create materialized view app.over_group with (fillfactor = 60) as select * from app.grouped;
create materialized view app.empty as select * from app.customer with no data;
comment on materialized view app.big is 'matview'; comment on index app.big_two is 'index of a matview';

create trigger touch before update on app.customer for each row when (old.* is distinct from new.*) execute procedure app.touch();
create trigger some_columns after insert or update of name, "select" on app.customer for each row when (new.id > 0) execute procedure app.noticed('it''s', '2');
create constraint trigger later_check after insert on app.customer deferrable initially deferred for each row execute procedure app.touch();
create trigger listed before insert or update on app.customer for each row when (new.name in ('a', 'b')) execute procedure app.noticed();
create trigger changed before update on app.customer for each row when (old.name in ('a', 'b') and new.* is distinct from old.*) execute procedure app.noticed('x WHEN (1) EXECUTE ');
create trigger whole after truncate or delete on app.customer for each statement execute procedure app.noticed();
create trigger watch_names instead of insert on app.names for each row execute procedure app.noticed();
create trigger with_rows after update on app.parent referencing old table as o new table as n for each statement execute procedure app.noticed(); --@ 100000+
alter table app.customer disable trigger later_check; alter table app.customer enable replica trigger whole; alter table app.customer enable always trigger some_columns;
create rule no_delete as on delete to app.scratch do instead nothing;
create rule log_change as on update to app.deletes where old.a is distinct from new.a do also (insert into app.full_identity values (new.a); delete from app.no_identity where a = old.a);
create rule listed as on insert to app.no_identity where new.a in (1, 2) do also update app.customer set name = 'b' where name in ('x', 'y');
create rule into_view as on update to app.sorted do instead update app.customer set name = new.first where name = old.first returning name, 1::bigint;
alter table app.deletes disable rule log_change;
comment on trigger touch on app.customer is 'trigger'; comment on rule no_delete on app.scratch is 'rule';

alter table app.scratch enable row level security;
create policy mine on app.scratch for select using (a > 0);
create policy only_some on app.scratch as restrictive for insert to pgadmin with check (b = current_user or exists (select 1 from app.parent p where p.a = scratch.a)); --@ 100000+
create policy only_some on app.scratch for insert to pgadmin with check (b = current_user or exists (select 1 from app.parent p where p.a = scratch.a)); --@ <100000
create policy listed on app.scratch for update using (b::varchar in ('a', 'b')) with check (current_user in ('a', 'b'));
create policy everybody on app.scratch using (true) with check (a < 5);
comment on policy mine on app.scratch is 'policy';
create statistics app.all_kinds on id, email from app.customer; --@ 100000+
create statistics app.together (dependencies) on id, name from app.customer; --@ 100000+
comment on statistics app.together is 'statistics'; --@ 100000+
create publication p for table app.customer, app.child; --@ 100000+
create publication nothing_yet with (publish = 'insert'); --@ 100000+
comment on publication p is 'publication'; --@ 100000+

create server elsewhere type 'x' version '1' foreign data wrapper postgres_fdw options (host 'example.invalid', dbname 'far');
create user mapping for public server elsewhere options (user 'nobody', password 'secret');
create user mapping for pgadmin server elsewhere;
create foreign table app.far (id integer options (column_name 'ID') not null, t text collate "C" default 'f', check (id > 0)) server elsewhere options (table_name 'a ''b''');
comment on server elsewhere is 'server'; comment on foreign table app.far is 'foreign table'; comment on column app.far.t is 'foreign column';

insert into app.customer (name, email, colours, place, data, matches) select 'n' || i, 'x@y', '{red}', row(i, 0.1::float8)::app.pair, '{"a": 1}', app.float_range(i::float8, i + 0.5::float8) from generate_series(1, 200) i;
insert into app."Order ""line""" (customer, parent, weight) select id, null, 0.1 + 0.2 from app.customer;
insert into app.parent values (1, 'x'); insert into app.child values (2, 'y', '2020-01-01'); insert into app.insensitive values ('A', 'a:1', 'text'); insert into parts.t1 (x) values ('a'), ('b');
insert into app.scratch (a, b) values (1, 'x'); insert into app.no_columns default values;
refresh materialized view app.big; refresh materialized view app.bigger; refresh materialized view app.over_group;
select lo_create(424242), lo_from_bytea(424243, 'abc'); comment on large object 424242 is 'big';
