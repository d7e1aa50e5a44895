// Pre-flight rules that look into a database: whatever can't arrive whole is named before anything moves.
import { chownSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../shared/rules/rule';
import { runPreflight } from '../../support/run-preflight';
import { sourceAndTarget } from '../../support/source-and-target';

const servers = sourceAndTarget({ sourceSettings: { wal_level: 'logical' } });
let databases = 0;

/** A database of its own per test; `asSuperuser` runs after `asLogin`. */
async function findingsFor({ asLogin, asSuperuser }: { asLogin?: string; asSuperuser?: string }): Promise<Finding[]> {
  databases += 1;
  const database = `case_${databases}`;
  await servers.source.createDatabase(database);
  if (asLogin) await servers.source.run(database, asLogin);
  if (asSuperuser) await servers.source.run(database, asSuperuser, { as: 'superuser' });
  const findings = await runPreflight({ server: servers.source }, { server: servers.target }, [database]);
  expect(findings.every((finding) => finding.database === database)).toBe(true);
  return findings;
}

test('row security is found where it hides rows: foreign owner or FORCE, not on the own table', async () => {
  const table = (name: string) => `CREATE TABLE ${name} (tenant int); ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
                                   CREATE POLICY one ON ${name} USING (tenant = 1);`;
  const findings = await findingsFor({
    asLogin: `${table('own')} ${table('forced')} ALTER TABLE forced FORCE ROW LEVEL SECURITY;`,
    asSuperuser: `${table('foreign_owner')} GRANT SELECT ON foreign_owner TO pgadmin;`,
  });
  expect(findings).toMatchObject([
    { code: 'ROW_SECURITY_HIDES_ROWS', severity: 'error', objects: ['public.forced', 'public.foreign_owner'] },
  ]);
});

test('schemas, tables, sequences and large objects that the login may not read are found', async () => {
  const findings = await findingsFor({
    asSuperuser: `CREATE TABLE secret (id serial); CREATE SCHEMA closed; CREATE TABLE closed.t (); SELECT lo_from_bytea(99, 'x');
                  CREATE TABLE shared (id int); GRANT SELECT ON shared TO PUBLIC; SELECT lo_from_bytea(100, 'y'); GRANT SELECT ON LARGE OBJECT 100 TO PUBLIC`,
  });
  expect(findings.map(({ code, objects, hint }) => [code, objects, hint])).toEqual([
    ['SOURCE_RIGHTS_MISSING', ['closed'], 'GRANT USAGE ON SCHEMA closed TO "pgadmin";'],
    ['SOURCE_RIGHTS_MISSING', ['public.secret'], 'GRANT SELECT ON TABLE public.secret TO "pgadmin";'],
    ['SOURCE_RIGHTS_MISSING', ['public.secret_id_seq'], 'GRANT SELECT ON SEQUENCE public.secret_id_seq TO "pgadmin";'],
    ['SOURCE_RIGHTS_MISSING', ['large object 99'], 'GRANT SELECT ON LARGE OBJECT 99 TO "pgadmin";'],
  ]);
});

test('objects that only a superuser can create are found by kind and name; those of extensions are not', async () => {
  const findings = await findingsFor({
    asSuperuser: `
      CREATE EXTENSION hstore;
      CREATE FUNCTION in_c(cstring) RETURNS int LANGUAGE internal STRICT AS 'int4in';
      CREATE FUNCTION sealed(int) RETURNS int LANGUAGE sql LEAKPROOF AS 'SELECT 1';
      CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
      CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE PROCEDURE on_ddl();
      CREATE TYPE own_type; CREATE FUNCTION own_in(cstring) RETURNS own_type LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
      CREATE FUNCTION own_out(own_type) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
      CREATE TYPE own_type (INPUT = own_in, OUTPUT = own_out, LIKE = int4);
      CREATE CAST (own_type AS int) WITHOUT FUNCTION;
      CREATE OPERATOR CLASS reversed FOR TYPE int4 USING btree AS OPERATOR 1 >, OPERATOR 3 =, OPERATOR 5 <, FUNCTION 1 btint4cmp(int4, int4);
      CREATE TEXT SEARCH TEMPLATE plain (LEXIZE = dsimple_lexize);
      CREATE FOREIGN DATA WRAPPER nowhere;
      CREATE PUBLICATION everything FOR ALL TABLES;`,
  });
  expect(findings.every(({ code, severity }) => code === 'OBJECT_NOT_SUPPORTED' && severity === 'error')).toBe(true);
  expect(findings.map(({ message, objects }) => [/: (.*) \(/.exec(message)?.[1], objects])).toEqual([
    ['base type', ['public.own_type']],
    ['cast without function', ['(public.own_type AS integer)']],
    ['event trigger', ['watch']],
    ['foreign-data wrapper', ['nowhere']],
    ['function in an untrusted language', ['public.in_c(cstring)', 'public.own_in(cstring)', 'public.own_out(public.own_type)']],
    ['leakproof function', ['public.sealed(integer)']],
    ['operator class', ['public.reversed']],
    ['text search template', ['public.plain']],
    ['publication of all tables', ['everything']],
  ]);
});

test('an extension that the target lacks, or that only a superuser creates there, is found; a trusted one is not', async () => {
  const findings = await findingsFor({
    asSuperuser: 'CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE EXTENSION timetravel; CREATE EXTENSION pageinspect',
  });
  expect(findings.map(({ code, message }) => [code, message])).toEqual([
    ['EXTENSION_NOT_AVAILABLE', 'Only a superuser can create extension "pageinspect" on the target.'],
    ['EXTENSION_NOT_AVAILABLE', 'The target has no extension "timetravel".'],
  ]);
});

test('where azure.extensions exists it decides, for trusted extensions too', async () => {
  await servers.target.run('postgres', `ALTER DATABASE postgres SET azure.extensions = 'CITEXT, pageinspect'`, { as: 'superuser' });
  try {
    const findings = await findingsFor({ asSuperuser: 'CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE EXTENSION pageinspect' });
    expect(findings.map(({ message }) => message)).toEqual(['Extension "hstore" is not in azure.extensions of the target.']);
  } finally {
    await servers.target.run('postgres', 'ALTER DATABASE postgres RESET azure.extensions', { as: 'superuser' });
  }
});

test('collations that the target lacks are found with what uses them', async () => {
  const findings = await findingsFor({
    asLogin: 'CREATE TABLE public.sorted (own text COLLATE "C", imported text)',
    asSuperuser: `INSERT INTO pg_collation (collname, collnamespace, collowner, collprovider, collencoding, collcollate, collctype)
                         VALUES ('xx_YY', 'pg_catalog'::regnamespace, 10, 'c', 6, 'xx_YY.utf8', 'xx_YY.utf8');
                  UPDATE pg_attribute SET attcollation = (SELECT oid FROM pg_collation WHERE collname = 'xx_YY')
                   WHERE attrelid = 'public.sorted'::regclass AND attname = 'imported'`,
  });
  expect(findings).toMatchObject([{ code: 'COLLATION_MISSING', objects: ['public.sorted.imported'] }]);
});

test('tables with a hidden oid column are found', async () => {
  if (servers.source.major >= 12) return; // PostgreSQL 12 has no such tables
  const findings = await findingsFor({ asLogin: 'CREATE TABLE old (id int) WITH OIDS; CREATE TABLE new (id int)' });
  expect(findings).toMatchObject([{ code: 'TABLE_WITH_OIDS', objects: ['public.old'] }]);
});

test('roles that policies name must exist on the target', async () => {
  await servers.source.run('postgres', 'CREATE ROLE "Auditor"; CREATE ROLE here_too');
  await servers.target.run('postgres', 'CREATE ROLE here_too');
  const findings = await findingsFor({
    asLogin: `CREATE TABLE t (id int); CREATE POLICY p ON t TO "Auditor", here_too; CREATE POLICY q ON t TO PUBLIC`,
  });
  expect(findings).toMatchObject([
    { code: 'TARGET_ROLE_MISSING', objects: ['policy p on public.t'], hint: 'CREATE ROLE "Auditor" NOLOGIN;' },
  ]);
});

test('subscriptions and user mappings are reported as warnings', async () => {
  const findings = await findingsFor({
    asSuperuser: `CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw; CREATE USER MAPPING FOR pgadmin SERVER files;
                  CREATE SUBSCRIPTION news CONNECTION 'host=127.0.0.1 password=secret' PUBLICATION p WITH (connect = false, slot_name = NONE)`,
  });
  expect(findings.filter(({ severity }) => severity === 'warning')).toMatchObject([
    { code: 'SUBSCRIPTION_NOT_MIGRATED', objects: ['news'] },
    { code: 'USER_MAPPING_INCOMPLETE', objects: ['files for pgadmin'] },
  ]);
  expect(JSON.stringify(findings)).not.toContain('secret');
  await servers.source.run(`case_${databases}`, 'DROP SUBSCRIPTION news', { as: 'superuser' });
});

test('what lies in a tablespace is reported as a warning', async () => {
  const { directory } = servers.source;
  const location = join(directory, 'space');
  mkdirSync(location);
  const { uid, gid } = statSync(directory);
  chownSync(location, uid, gid);
  await servers.source.run('postgres', `CREATE TABLESPACE "Fast disk" OWNER pgadmin LOCATION '${location}'`, { as: 'superuser' });
  const findings = await findingsFor({ asLogin: 'CREATE TABLE t (id int) TABLESPACE "Fast disk"; CREATE TABLE u (id int)' });
  expect(findings).toMatchObject([{ code: 'TABLESPACE_IGNORED', severity: 'warning', objects: ['public.t'] }]);
});

test('a long list of objects is shortened, and says so', async () => {
  const findings = await findingsFor({
    asSuperuser: `DO $$ BEGIN FOR n IN 1..130 LOOP EXECUTE format('CREATE TABLE hidden_%s ()', n); END LOOP; END $$`,
  });
  expect(findings[0]?.objects).toHaveLength(101);
  expect(findings[0]?.objects?.at(-1)).toBe('and 30 more');
  expect(findings[0]?.message).toContain('130 tables');
});

test('grants on relations of the system are told, those from the beginning are not', async () => {
  await servers.source.run('postgres', 'CREATE ROLE "Spy"', { as: 'superuser' });
  const findings = await findingsFor({
    asSuperuser: 'GRANT SELECT ON pg_authid, pg_largeobject TO "Spy"; GRANT SELECT ON pg_statistic TO PUBLIC',
  });
  expect(findings).toMatchObject([
    { severity: 'warning', code: 'SYSTEM_GRANTS_IGNORED', objects: ['pg_authid', 'pg_largeobject', 'pg_statistic'] },
  ]);
  expect(findings[0]?.message).toBe('3 relations of the system have grants to "Spy", PUBLIC, which are not moved.');
  expect(findings[0]?.hint).toMatch(/REVOKE ALL ON pg_authid FROM "Spy";/);
});

/** No server of npm has these extensions; what is asked of the catalogue is only their name. */
const pretended = (name: string) =>
  `INSERT INTO pg_extension SELECT ${servers.source.major >= 12 ? '50001, ' : ''}'${name}', 10, 11, false, '1.0', NULL, NULL`;

test('extensions that cannot be created without their library are errors, those that keep rows in a form of their own, too', async () => {
  const cron = await findingsFor({ asSuperuser: pretended('pg_cron') });
  expect(cron.map(({ code }) => code)).toEqual(['EXTENSION_NOT_AVAILABLE', 'EXTENSION_NOT_PRELOADED']);
  expect(cron[1]?.hint).toBe('Add pg_cron to shared_preload_libraries of the target, and restart it.');
  const timescale = await findingsFor({ asSuperuser: pretended('timescaledb') });
  expect(timescale.map(({ code }) => code)).toEqual(['EXTENSION_UNSUPPORTED', 'EXTENSION_NOT_AVAILABLE', 'EXTENSION_NOT_PRELOADED']);
});
