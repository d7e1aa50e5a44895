// What the target cannot hold, or its login cannot make, is named before anything moves; what is like it and can be made arrives.
import { availableMajors } from '../../../local/postgres/installations';
import type { Finding } from '../../../shared/rules/rule';
import { sourceAndTarget } from '../../support/source-and-target';
import { findingsOf, move } from './move';
import { superuserKinds } from './superuser-kinds';

const servers = sourceAndTarget({ sourceSettings: { wal_level: 'logical' } });
const superuser = { as: 'superuser' as const };
/** Versions that npm has for Linux on x64 only. */
const hasMajor = (major: number) => availableMajors().includes(major);

const told = (findings: Finding[]) => findings.map(({ severity, message, objects }) => [severity, message, objects]);

describe('kinds that only a superuser can create', () => {
  let findings: Finding[];
  beforeAll(async () => {
    const { source, target } = servers;
    await Promise.all([source.createDatabase('kinds'), target.createDatabase('kinds')]);
    for (const { before = '', statement } of [
      { before: 'CREATE SCHEMA s; GRANT ALL ON SCHEMA s TO pgadmin', statement: '' },
      ...superuserKinds,
    ]) {
      await source.run('kinds', `${before}; ${statement}`, superuser);
      await target.run('kinds', before, superuser);
    }
    findings = await findingsOf(servers, 'kinds');
  });

  test.each(superuserKinds)('$kind: the target refuses it, and pre-flight has named it', async ({ kind, object, statement }) => {
    await expect(servers.target.run('kinds', statement)).rejects.toMatchObject({ code: expect.stringMatching(/^42(501|P13|P17)$/) });
    const finding = findings.find(({ message }) => message.includes(`: ${kind} (`));
    expect(finding).toMatchObject({ code: 'OBJECT_NOT_SUPPORTED', severity: 'error', objects: expect.arrayContaining([object]) });
  });

  test('nothing else is named', () => {
    const kinds = findings.map(({ message }) => /: (.*) \(\d+\)\.$/.exec(message)?.[1]);
    expect(kinds.sort()).toEqual(superuserKinds.map(({ kind }) => kind).sort());
  });
});

test('what looks like it but needs no superuser is not named, and arrives', async () => {
  const { source } = servers;
  await source.createDatabase('allowed');
  await source.run('allowed', 'CREATE EXTENSION pg_trgm', superuser);
  await source.run(
    'allowed',
    `CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE FUNCTION cheer(mood[]) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
     CREATE CAST (mood[] AS int) WITH FUNCTION cheer(mood[]); CREATE CAST (mood AS point) WITH INOUT;
     CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0'); CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
     CREATE FUNCTION alike(int, int) RETURNS bool LANGUAGE sql AS 'SELECT true';
     CREATE OPERATOR @@@ (LEFTARG = int, RIGHTARG = int, PROCEDURE = alike, RESTRICT = eqsel);
     CREATE TEXT SEARCH DICTIONARY same (TEMPLATE = synonym, SYNONYMS = synonym_sample);
     CREATE FUNCTION careful() RETURNS int LANGUAGE sql SET work_mem = '9MB' SET "DateStyle" = 'ISO' SET role = 'pgadmin' AS 'SELECT 1';
     SELECT show_limit(); CREATE FUNCTION alikes() RETURNS int LANGUAGE sql SET pg_trgm.similarity_threshold = 0.5 AS 'SELECT 1';
     CREATE VIEW who AS SELECT relname, nspname, pg_relation_size(c.oid), now()::date AS today, extract(epoch FROM now())
       FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'r' AND EXISTS (SELECT 1 FROM information_schema.tables);
     CREATE TABLE t (id serial, mood mood, at timestamptz DEFAULT now(), words tsvector, CHECK (length(words::text) < 100));
     CREATE MATERIALIZED VIEW filled AS SELECT count(*) FROM pg_namespace WHERE nspname = 'public'`,
  );
  await source.run('allowed', 'CREATE VIEW all_roles AS SELECT rolname FROM pg_authid; ALTER VIEW all_roles OWNER TO pgadmin', superuser);
  expect((await move(servers, 'allowed')).warnings).toEqual([]);
});

test('what the target has no longer, or keeps from its login, is named with what needs it', async () => {
  const { source } = servers;
  await source.createDatabase('newer');
  await source.run(
    'newer',
    `CREATE MATERIALIZED VIEW files AS SELECT pg_read_file('PG_VERSION'); CREATE VIEW roles AS SELECT rolname FROM pg_authid;
     CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM roles; CREATE MATERIALIZED VIEW later AS SELECT * FROM roles WITH NO DATA;
     CREATE FUNCTION quick() RETURNS int LANGUAGE sql SET session_replication_role = replica SET my.own = 'x' AS 'SELECT 1'`,
    superuser,
  );
  if (hasMajor(11)) {
    await source.run(
      'newer',
      `CREATE TABLE old (at abstime); CREATE VIEW relations AS SELECT relhasoids FROM pg_class; CREATE VIEW backup AS SELECT pg_start_backup('x');
       CREATE FUNCTION fac(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE OPERATOR !!! (LEFTARG = int, PROCEDURE = fac);
       CREATE AGGREGATE list (anyelement) (SFUNC = array_append, STYPE = anyarray, INITCOND = '{}')`,
    );
  }
  const gone = [
    ['error', 'The target has no column pg_class.relhasoids, which these need.', ['public.relations']],
    ['error', 'The target has no function pg_start_backup, which these need.', ['public.backup']],
    ['error', 'The target has no postfix operators, which these need.', ['operator public.!!!(integer,NONE)']],
    ['error', 'The target has no signature array_append(anyarray, anyelement), which these need.', ['aggregate public.list(anyelement)']],
    ['error', 'The target has no type abstime, which these need.', ['public.old.at']],
  ];
  const kept = [
    ['error', 'The login of the target may not call pg_read_file, which these name.', ['materialized view public.files']],
    ['error', 'The login of the target may not read pg_authid, which these name.', ['materialized view public.counted']],
  ];
  const parameters = ['my.own', 'session_replication_role'].map((name) => [
    'error',
    `The target lacks the parameter ${name} or does not let its login set it, and functions set it for themselves.`,
    ['public.quick()'],
  ]);
  const found = told(await findingsOf(servers, 'newer'));
  expect(found.sort()).toEqual([...(hasMajor(11) ? gone : []), ...kept, ...parameters].sort());
});

test('objects in schemas of the system, and labels of a provider that the target does not load, are named', async () => {
  const { source } = servers;
  await source.createDatabase('corners');
  await source.run(
    'corners',
    `CREATE FUNCTION pg_catalog.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE information_schema.mine (a int); CREATE TABLE t (a int);
     ALTER TABLE t OWNER TO pgadmin;
     INSERT INTO pg_seclabel (objoid, classoid, objsubid, provider, label) VALUES ('t'::regclass, 'pg_class'::regclass, 0, 'selinux', 'secret')`,
    superuser,
  );
  const findings = await findingsOf(servers, 'corners');
  expect(findings).toMatchObject([
    { code: 'OBJECT_NOT_SUPPORTED', severity: 'error', objects: ['table public.t'] },
    { code: 'OBJECT_NOT_MIGRATED', severity: 'warning', objects: ['information_schema.mine', 'mine()'] },
  ]);
});

test('a table with a hidden oid column is named; without the column it arrives', async () => {
  if (!hasMajor(11)) return;
  const { source } = servers;
  await source.createDatabase('oids');
  await source.run('oids', 'CREATE TABLE old (a int PRIMARY KEY) WITH OIDS; INSERT INTO old SELECT generate_series(1, 9)');
  expect(await findingsOf(servers, 'oids')).toMatchObject([{ code: 'TABLE_WITH_OIDS', severity: 'error', objects: ['public.old'] }]);
  await source.run('oids', 'ALTER TABLE old ADD COLUMN old_oid oid; UPDATE old SET old_oid = oid; ALTER TABLE old SET WITHOUT OIDS');
  expect((await move(servers, 'oids')).report.tables).toMatchObject([{ rows: 9, proof: { result: 'equal' } }]);
});
