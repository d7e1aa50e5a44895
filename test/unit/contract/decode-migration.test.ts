import { apiVersionOf } from '../../../shared/contract/api-versions';
import { Rejection } from '../../../shared/domain/rejections';
import { body, canaries, reference, sourceId } from './bodies';

const now = new Date('2026-06-01T12:00:00Z');
const version = apiVersionOf([['api-version', '2025-08-01']]);
const serverProblem = (host: string) => (host === 'forbidden' ? `names '${host}', which is not allowed` : undefined);
const decode = (given: Record<string, unknown>, name = reference.name) =>
  version.decodeMigration({ ...reference, name }, given, { now, serverProblem });

/** The violations as `target: message`, and proof that no message shows a password. */
function violations(given: Record<string, unknown>, name?: string): string[] {
  try {
    decode(given, name);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    const text = JSON.stringify([error.message, error.extra]);
    for (const canary of Object.values(canaries)) expect(text).not.toContain(canary);
    expect(error.code).toBe('InvalidParameter');
    return (error.extra.details ?? []).map(({ message }) => message);
  }
  return [];
}

test('a minimal body gets the defaults', () => {
  expect(decode(body())).toEqual({
    ignored: [],
    secrets: { sourcePassword: canaries.source, targetPassword: canaries.target },
    request: {
      location: 'westeurope',
      tags: {},
      sourceServer: { kind: 'singleServer', resourceId: sourceId, subscriptionId: 'S', resourceGroup: 'rg', server: 'src' },
      sourceDbServerResourceId: sourceId,
      migrationMode: 'Offline',
      migrationOption: 'ValidateAndMigrate',
      databases: ['app'],
      overwriteDatabases: false,
      setupLogicalReplication: false,
      engine: 'direct',
    },
  });
});

test('what the engine does differently on request is kept, its defaults are not', () => {
  expect(decode(body({ proof: 'off', onSourceChange: 'WARN' })).request).toMatchObject({ proof: 'off', onSourceChange: 'warn' });
  expect(decode(body({ proof: 'On', onSourceChange: 'Fail', engine: 'direct' }))).toEqual(decode(body()));
  expect(decode(body({ engine: 'DMS' })).request.engine).toBe('dms');
});

test('warnings are accepted by their codes with a reason, in whatever order they come', () => {
  const tablespace = { code: 'TABLESPACE_IGNORED', reason: 'all on one disk' };
  const burstable = { code: 'target_burstable', reason: ' it is small ' };
  expect(decode(body({ acceptedWarnings: [burstable, tablespace] })).request.acceptedWarnings).toEqual([
    tablespace,
    { code: 'TARGET_BURSTABLE', reason: 'it is small' },
  ]);
  expect(decode(body({ acceptedWarnings: [] })).request).toEqual(decode(body()).request);
});

test.each<[unknown, string]>([
  [
    [{ code: 'NO_SUCH', reason: 'r' }],
    "acceptedWarnings[0].code must be the code of a warning, not 'NO_SUCH'; those that there are: COLLATION_ORDER,",
  ],
  [
    [{ code: 'TABLE_WITH_OIDS', reason: 'r' }],
    "acceptedWarnings[0].code is an error, which nobody can accept: 'TABLE_WITH_OIDS'; mend its cause",
  ],
  [[{ code: 'TABLESPACE_IGNORED' }], 'acceptedWarnings[0].reason is required'],
  [[{ code: 'TABLESPACE_IGNORED', reason: ' ' }], 'acceptedWarnings[0].reason must not be empty'],
  [
    [
      { code: 'TABLESPACE_IGNORED', reason: 'a' },
      { code: 'TABLESPACE_IGNORED', reason: 'b' },
    ],
    "acceptedWarnings[1].code names 'TABLESPACE_IGNORED' again",
  ],
  ['all', 'acceptedWarnings must be an array of {code, reason}'],
])('acceptedWarnings %j is refused', (given, rule) => {
  expect(violations(body({ acceptedWarnings: given }))).toEqual([expect.stringContaining(rule)]);
});

test('property names and words are read in any casing, booleans in any form, null as absent', () => {
  const { request, secrets } = decode({
    Location: 'westeurope',
    PROPERTIES: {
      SourceDBServerResourceId: sourceId,
      SecretParameters: { AdminCredentials: { SourceServerPassword: 'a', TARGETSERVERPASSWORD: 'b' }, SourceServerUsername: 'me@src' },
      DBsToMigrate: ['app', 'App'],
      OverwriteDBsInTarget: 'TRUE',
      setupLogicalReplicationOnSourceDBIfNeeded: true,
      migrationMode: 'offline',
      sslMode: 'verifyfull',
      sourceType: 'aws_rds',
      migrationOption: null,
      migrateRoles: 'False',
      triggerCutover: 'True',
    },
  });
  expect(secrets).toEqual({ sourcePassword: 'a', targetPassword: 'b' });
  expect(request).toMatchObject({
    databases: ['app', 'App'],
    overwriteDatabases: true,
    setupLogicalReplication: true,
    sslMode: 'VerifyFull',
    sourceType: 'AWS_RDS',
    sourceUser: 'me@src',
    migrationOption: 'ValidateAndMigrate',
  });
});

test.each([
  [
    'subscriptions/S/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/servers/src',
    { kind: 'singleServer', server: 'src', resourceId: sourceId },
  ],
  [
    '/SUBSCRIPTIONS/S/resourcegroups/rg/providers/microsoft.dbforpostgresql/FLEXIBLESERVERS/other/',
    { kind: 'flexibleServer', server: 'other' },
  ],
  ['db.example.com:6432@me', { kind: 'address', host: 'db.example.com', port: 6432, user: 'me' }],
  ['db.example.com@me@src', { kind: 'address', host: 'db.example.com', port: 5432, user: 'me@src' }],
  ['[::1]:5433@me', { kind: 'address', host: '::1', port: 5433, user: 'me' }],
])('source %s', (sourceDbServerResourceId, server) => {
  const { request } = decode(body({ sourceDbServerResourceId }));
  expect(request.sourceServer).toMatchObject(server);
  expect(request.sourceDbServerResourceId).toBe(sourceDbServerResourceId);
});

test('unknown properties are named and otherwise ignored; read-only ones are neither', () => {
  const given = { ...body({ migrationId: 'x', currentStatus: {}, colour: 'red', 'a,b': 1 }), id: 'x', extra: 1 };
  expect(decode(given).ignored.sort()).toEqual(['extra', 'properties.a,b', 'properties.colour']);
});

test('the AAD application is optional, and whole if given', () => {
  const aadApp = { clientId: 'c', tenantId: 't', aadSecret: canaries.aad };
  const credentials = { adminCredentials: { sourceServerPassword: 'a', targetServerPassword: 'b' } };
  const decoded = decode(body({ secretParameters: { ...credentials, aadApp } }));
  expect(decoded.request.aadApp).toEqual({ clientId: 'c', tenantId: 't' });
  expect(decoded.secrets.aadSecret).toBe(canaries.aad);
  expect(violations(body({ secretParameters: { ...credentials, aadApp: { ...aadApp, tenantId: undefined } } }))).toEqual([
    'properties.secretParameters.aadApp.tenantId is required.',
  ]);
});

test('an empty body names every field that is missing', () => {
  expect(violations({})).toEqual([
    'location is required.',
    'properties.sourceDbServerResourceId is required.',
    'properties.secretParameters.adminCredentials.sourceServerPassword is required.',
    'properties.secretParameters.adminCredentials.targetServerPassword is required.',
  ]);
});

test('violations of different kinds are told together', () => {
  const given = {
    location: 5,
    properties: {
      ...(body().properties as object),
      dbsToMigrate: ['x', 'x'],
      migrationMode: 'Online',
      sourceDbServerResourceId: 'nowhere',
      targetDbServerFullyQualifiedDomainName: 'a b',
    },
  };
  const found = violations(given, '-bad');
  expect(found).toHaveLength(6);
  expect(() => decode(given, '-bad')).toThrow(`6 things in the request are not valid: ${found.join(' ')}`);
});

const nine = Array.from({ length: 9 }, (_, index) => `db${index}`);
test.each<[string, Record<string, unknown>, RegExp]>([
  [
    'nine databases',
    { dbsToMigrate: nine },
    /^properties\.dbsToMigrate has 9 databases; one migration takes 1 to 8: create 2 migrations\.$/,
  ],
  [
    'seventeen databases',
    { dbsToMigrate: [...nine, ...nine.slice(1).map((name) => `${name}x`)] },
    /has 17 databases; .* create 3 migrations/,
  ],
  ['a database twice', { dbsToMigrate: ['a', 'b', 'a'] }, /^properties\.dbsToMigrate\[2\] names 'a' again, as dbsToMigrate\[0\] does/],
  ['a system database', { dbsToMigrate: ['a', 'azure_sys'] }, /^properties\.dbsToMigrate\[1\] is the system database 'azure_sys'/],
  ['a database name that is too long', { dbsToMigrate: ['ä'.repeat(32)] }, /dbsToMigrate\[0\] is longer than 63 bytes/],
  ['a database that is no string', { dbsToMigrate: [1] }, /dbsToMigrate\[0\] must be a string/],
  ['databases as one string', { dbsToMigrate: 'app' }, /dbsToMigrate must be an array of strings/],
  ['an online migration', { migrationMode: 'online' }, /migrationMode must not be 'online': this service moves databases offline/],
  ['a mode that does not exist', { migrationMode: 'fast' }, /migrationMode must be 'Offline', not 'fast'/],
  ['an option that does not exist', { migrationOption: 'Copy' }, /migrationOption must be 'Validate' or 'Migrate' or 'ValidateAndMigrate'/],
  ['roles', { migrateRoles: 'true' }, /migrateRoles must not be "True": roles are not migrated/],
  ['a word that is no boolean', { overwriteDbsInTarget: 'yes' }, /overwriteDbsInTarget must be "True" or "False", not 'yes'/],
  ['a number as boolean', { overwriteDbsInTarget: 1 }, /overwriteDbsInTarget must be "True" or "False", not a number/],
  ['an engine that does not exist', { engine: 'pgcopydb' }, /engine must be 'direct' or 'dms', not 'pgcopydb'/],
  ['an unknown sslMode', { sslMode: 'Disable' }, /sslMode must be 'Prefer' or 'Require' or 'VerifyCA' or 'VerifyFull', not 'Disable'/],
  [
    'a connection string',
    { sourceDbServerResourceId: `postgres://me:${canaries.source}@h/db` },
    /sourceDbServerResourceId is a URL or connection string; give/,
  ],
  [
    'a connection string of keywords',
    { sourceDbServerResourceId: `host=h user=me password=${canaries.source}` },
    /is a URL or connection string; give/,
  ],
  [
    'another kind of resource',
    { sourceDbServerResourceId: '/subscriptions/S/resourceGroups/rg/providers/Microsoft.DBforMySQL/servers/x' },
    /is not the resource id of a PostgreSQL server/,
  ],
  ['an address without user', { sourceDbServerResourceId: 'db.example.com:5432' }, /has no user/],
  ['a port that does not exist', { sourceDbServerResourceId: 'db.example.com:70000@me' }, /names no valid host and port before the '@'/],
  [
    'a host that is none',
    { sourceDbServerFullyQualifiedDomainName: 'http//x' },
    /sourceDbServerFullyQualifiedDomainName must be a host name or address/,
  ],
  [
    'the target as source',
    { sourceDbServerResourceId: sourceId.replace('/servers/src', '/flexibleServers/TARGET') },
    /names the target server 'target' itself/,
  ],
  [
    'the target by its host name',
    { sourceDbServerResourceId: 'Target.postgres.database.azure.com@me' },
    /names the target server 'target' itself/,
  ],
  [
    'the same host on both sides',
    { sourceDbServerFullyQualifiedDomainName: 'h:1', targetDbServerFullyQualifiedDomainName: 'H:1' },
    /names the target server 'target' itself/,
  ],
  [
    'a window in the past',
    { migrationWindowStartTimeInUtc: '2026-06-01T13:00:00+02:00' },
    /migrationWindowStartTimeInUtc lies in the past \(2026-06-01T11:00:00\.000Z\)/,
  ],
  [
    'a window that ends before it begins',
    { migrationWindowStartTimeInUtc: '2026-06-02T00:00:00Z', migrationWindowEndTimeInUtc: '2026-06-01T23:00:00Z' },
    /migrationWindowEndTimeInUtc \(.*\) must be later than/,
  ],
  ['a window that has ended', { migrationWindowEndTimeInUtc: '2026-05-01T23:00:00Z' }, /migrationWindowEndTimeInUtc lies in the past/],
  ['a server that is not allowed', { sourceDbServerResourceId: 'forbidden:5432@me' }, /sourceDbServerResourceId names 'forbidden'/],
  ['a target that is not allowed', { targetDbServerFullyQualifiedDomainName: 'forbidden' }, /targetDbServerFully\w+ names 'forbidden'/],
  ['a user that is too long', { sourceDbServerResourceId: `h@${'u'.repeat(64)}` }, /names a user that must not be longer than 63 bytes/],
  ['a window that is no time', { migrationWindowStartTimeInUtc: 'tonight' }, /migrationWindowStartTimeInUtc must be a time such as/],
  [
    'a password that is no string',
    { secretParameters: { adminCredentials: { sourceServerPassword: 12345, targetServerPassword: '' } } },
    /sourceServerPassword must be a string, not a number/,
  ],
])('%s: one violation that names field, value and rule', (_, changes, message) => {
  const found = violations(body(changes));
  expect(found[0]).toMatch(message);
  if (!('secretParameters' in changes)) expect(found).toHaveLength(1);
});

test('servers on one host with different ports are different servers', () => {
  const given = { sourceDbServerFullyQualifiedDomainName: '127.0.0.1:5433', targetDbServerFullyQualifiedDomainName: '127.0.0.1:5434' };
  expect(decode(body(given)).request).toMatchObject({ sourceHost: '127.0.0.1:5433', targetHost: '127.0.0.1:5434' });
});

test('two different source users are not guessed between', () => {
  const secretParameters = { adminCredentials: { sourceServerPassword: 'a', targetServerPassword: 'b' }, sourceServerUsername: 'you' };
  expect(violations(body({ sourceDbServerResourceId: 'h@me', secretParameters }))[0]).toMatch(/names the user 'me', but .* is 'you'/);
});

test.each([
  ['a window ahead', { migrationWindowStartTimeInUtc: '2026-06-01T14:00:01+02:00', migrationWindowEndTimeInUtc: '2026-06-02T00:00:00Z' }],
  ['now, by a clock that is a little behind', { migrationWindowStartTimeInUtc: '2026-06-01T11:58:00Z' }],
  ['a window that startDataMigration overrides', { migrationWindowStartTimeInUtc: '2020-01-01T00:00:00Z', startDataMigration: 'True' }],
])('%s is accepted', (_, window) => {
  expect(violations(body(window))).toEqual([]);
});

test('a window and the wish to wait are kept', () => {
  const window = { migrationWindowStartTimeInUtc: '2026-06-01T14:00:01+02:00', migrationWindowEndTimeInUtc: '2026-06-02T00:00:00Z' };
  expect(decode(body({ ...window, startDataMigration: 'False' })).request).toMatchObject({
    migrationWindowStart: '2026-06-01T12:00:01.000Z',
    migrationWindowEnd: '2026-06-02T00:00:00.000Z',
    startDataMigration: false,
  });
});

test('databases may be named later, and a migration may only validate', () => {
  for (const none of [[], undefined, null]) expect(decode(body({ dbsToMigrate: none })).request.databases).toEqual([]);
  expect(decode(body({ migrationOption: 'validate' })).request.migrationOption).toBe('Validate');
});

test('user names have a limit of 63 bytes, not counting the server of a Single Server', () => {
  const users = (sourceServerUsername: string, targetServerUsername: string) => ({
    secretParameters: {
      adminCredentials: { sourceServerPassword: 'a', targetServerPassword: 'b' },
      sourceServerUsername,
      targetServerUsername,
    },
  });
  expect(violations(body(users(`${'u'.repeat(63)}@${'s'.repeat(60)}`, 'ä'.repeat(31))))).toEqual([]);
  expect(violations(body(users(`${'u'.repeat(64)}@s`, 'ä'.repeat(32))))).toEqual([
    "properties.secretParameters.sourceServerUsername must not be longer than 63 bytes, PostgreSQL's limit.",
    "properties.secretParameters.targetServerUsername must not be longer than 63 bytes, PostgreSQL's limit.",
  ]);
});

test.each(['-a', 'a_b', 'a.b', '', 'a'.repeat(64), 'ä', 'a b'])('the name %j is refused with the rule', (name) => {
  expect(violations(body(), name)[0]).toMatch(/^migrationName .* is not valid: 1 to 63 letters, digits and '-', not starting with '-'\.$/);
});

test.each(['a', '1a', 'A-', 'a'.repeat(63)])('the name %j is accepted', (name) => {
  expect(violations(body(), name)).toEqual([]);
});

test('a property given in two casings is refused', () => {
  expect(violations({ ...body(), Location: 'x' })).toEqual(['location is given more than once, in different casings.']);
});

test('names of objects are data, whatever they are called', () => {
  const { request } = decode({ ...body({ dbsToMigrate: ['__proto__', 'constructor'] }), tags: JSON.parse('{"__proto__":"a","x":"y"}') });
  expect(request.databases).toEqual(['__proto__', 'constructor']);
  expect(Object.entries(request.tags)).toEqual([
    ['__proto__', 'a'],
    ['x', 'y'],
  ]);
});

test('tags have limits', () => {
  expect(violations({ ...body(), tags: { a: 1, b: 'x'.repeat(257) } })).toEqual([
    'tags.a must be a string.',
    'tags.b must not be longer than 256 characters.',
  ]);
  expect(violations({ ...body(), tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, ''])) })[0]).toMatch(
    /has 51 tags/,
  );
});
