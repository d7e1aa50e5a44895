// Tables that are big enough for units of their own (over 8 MB), with every kind of index and constraint that the plan takes apart.

const rows = 40_000;

export const bigTables = {
  tables: `
    create table account (id integer, code text not null, name text, span int4range, parent integer);
    create table entry (id integer not null, account integer, code text, filler text)`,
  rows: `
    insert into account select i, 'c' || i, repeat('x', 220), int4range(i, i + 1), nullif(i - 1, 0) from generate_series(1, ${rows}) i;
    insert into entry select i, i, 'c' || i, repeat('y', 220) from generate_series(1, ${rows}) i`,
  constraints: `
    alter table account add constraint account_pkey primary key (id);
    alter table account add constraint account_code_key unique (code) deferrable initially deferred;
    alter table account add constraint no_overlap exclude using gist (span with &&);
    create index account_name on account (name) where id % 2 = 0;
    create unique index account_identity on account (code, id);
    alter table account replica identity using index account_identity;
    alter table account cluster on account_identity;
    alter table account add constraint account_parent_fkey foreign key (parent) references account;
    alter table entry add primary key (id);
    create index entry_account on entry (account);
    alter table entry add constraint entry_account_fkey foreign key (account) references account;
    alter table entry add constraint entry_unchecked foreign key (account) references account not valid;
    alter table account add constraint account_entry_fkey foreign key (id) references entry deferrable`,
};
