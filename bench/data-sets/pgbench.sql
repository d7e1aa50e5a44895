-- pgbench.sql: the tables of `pgbench -i -s 50` (TPC-B), of which one holds nearly everything; 790 MB at bench.size 1. PostgreSQL 9.5+.
CREATE TABLE pgbench_branches (bid int NOT NULL, bbalance int, filler char(88));
CREATE TABLE pgbench_tellers (tid int NOT NULL, bid int, tbalance int, filler char(84));
CREATE TABLE pgbench_accounts (aid int NOT NULL, bid int, abalance int, filler char(84));
CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
INSERT INTO pgbench_branches (bid, bbalance) SELECT n, 0 FROM generate_series(1, ceil(50 * current_setting('bench.size')::numeric)::int) n;
INSERT INTO pgbench_tellers (tid, bid, tbalance)
SELECT n, 1 + (n - 1) / 10, 0 FROM generate_series(1, 10 * ceil(50 * current_setting('bench.size')::numeric)::int) n;
INSERT INTO pgbench_accounts
SELECT n, 1 + (n - 1) / 100000, 0, '' FROM generate_series(1, (5000000 * current_setting('bench.size')::numeric)::int) n;
ALTER TABLE pgbench_branches ADD PRIMARY KEY (bid);
ALTER TABLE pgbench_tellers ADD PRIMARY KEY (tid);
ALTER TABLE pgbench_accounts ADD PRIMARY KEY (aid);
