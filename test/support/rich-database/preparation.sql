-- Run as the superuser first: what the login may not do by itself on every version.
alter schema public owner to pgadmin;
create schema app authorization pgadmin;
create extension pg_trgm schema public;
create extension hstore schema app;
create extension citext schema app;
create extension btree_gist schema public;
create extension postgres_fdw schema public;
grant usage on foreign data wrapper postgres_fdw to pgadmin;
