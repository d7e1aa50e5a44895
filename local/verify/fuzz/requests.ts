/** Random requests: nearly right ones above all, since what is plainly wrong is refused at the first look. */
import fc, { type Arbitrary } from 'fast-check';

export interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** Empty: none. */
  body: Buffer;
}

/** Stands in every secret field; must not come back in any answer, nor stand in any log. */
export const canary = 'canary-7f3a91c2';

export interface KnownThings {
  /** Resource id of the target server. */
  targetId: string;
  /** Names and ids of migrations that exist. */
  names: string[];
  ids: string[];
}

const versions = ['2021-06-15-privatepreview', '2024-08-01', '2025-08-01'] as const;

/** Any JSON, with strings that have hurt somebody before. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    'True',
    'true',
    '0',
    '-1',
    'NaN',
    '../..',
    '%00',
    "'; DROP TABLE x; --",
    '{{7*7}}',
    '__proto__',
    'a'.repeat(300),
    '\u0000',
    '\ud800',
    '💥',
  ),
);
const anyJson = fc.oneof(
  { weight: 3, arbitrary: anyText },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, 0, -1, 1e308, [], {}, [null], { a: { b: [] } }) },
  fc.jsonValue({ maxDepth: 4 }) as Arbitrary<unknown>,
);

/** The right value most of the time; else nothing or anything. */
const nearly = (right: Arbitrary<unknown>) =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 2, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: anyJson });
/** A secret of any shape. */
const secret = fc.oneof(
  { weight: 6, arbitrary: fc.constant(canary) },
  fc.constantFrom<unknown>([canary], { [canary]: canary }, `${canary}\u0000`, canary.repeat(4000), 1),
);
const truth = nearly(fc.constantFrom('True', 'False', 'true', true, false));
/** One part of a path; without one there is no route, and the host answers. */
const segment = anyText.map((text) => encodeURIComponentSafely(text) || 'x');
const name = fc.oneof(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,20}$/), segment);
const databases = fc.oneof(
  { weight: 5, arbitrary: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 9 }) },
  fc.array(anyJson, { maxLength: 10 }),
);
const source = fc.constantFrom(
  '127.0.0.1:1@pgadmin',
  'localhost:5432@a@b',
  'host',
  ':@',
  '/subscriptions/s/resourceGroups/r/providers/Microsoft.DBforPostgreSQL/servers/old',
  'h:99999@u',
);

const secretParameters = fc.record({
  adminCredentials: nearly(fc.record({ sourceServerPassword: secret, targetServerPassword: secret })),
  sourceServerUsername: nearly(fc.constant('pgadmin')),
  aadApp: fc.oneof(
    fc.constant(undefined),
    nearly(fc.record({ clientId: nearly(fc.uuid()), tenantId: nearly(fc.uuid()), aadSecret: secret })),
  ),
});

const migrationProperties = fc.record(
  {
    sourceDbServerResourceId: nearly(source),
    dbsToMigrate: nearly(databases),
    dBsToMigrate: nearly(databases),
    secretParameters: fc.oneof({ weight: 8, arbitrary: secretParameters }, anyJson),
    migrationMode: nearly(fc.constantFrom('Offline', 'Online')),
    migrationOption: nearly(fc.constantFrom('Validate', 'Migrate', 'ValidateAndMigrate')),
    sslMode: nearly(fc.constantFrom('Prefer', 'VerifyFull', 'Require')),
    sourceType: nearly(fc.constantFrom('OnPremises', 'AWS_RDS')),
    overwriteDbsInTarget: truth,
    overwriteDBsInTarget: truth,
    startDataMigration: truth,
    setupLogicalReplicationOnSourceDbIfNeeded: truth,
    cancel: truth,
    triggerCutover: truth,
    migrateRoles: truth,
    dbsToCancelMigrationOn: nearly(databases),
    migrationWindowStartTimeInUtc: nearly(fc.constantFrom('2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z', 'soon')),
    migrationResourceGroup: nearly(
      fc.record({ resourceId: nearly(fc.constant('/subscriptions/s/resourceGroups/r')), subnetResourceId: nearly(fc.string()) }),
    ),
    engine: nearly(fc.constantFrom('direct', 'dms')),
    [canary.slice(0, 6)]: anyJson,
  },
  { requiredKeys: [] },
);

const migrationBody = fc.record(
  {
    location: nearly(fc.constant('local')),
    tags: nearly(fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 3 })),
    properties: nearly(migrationProperties),
  },
  { requiredKeys: ['properties'] },
);
const rightCreation = {
  migrationMode: 'Offline',
  sourceDbServerResourceId: '127.0.0.1:1@pgadmin',
  dbsToMigrate: ['shop'],
  secretParameters: { adminCredentials: { sourceServerPassword: canary, targetServerPassword: canary } },
};
const rightPreviewCreation = {
  sourceDbServerResourceId: '127.0.0.1:1@pgadmin',
  dBsToMigrate: ['shop'],
  secretParameters: {
    ...rightCreation.secretParameters,
    aadApp: { clientId: '6b1d4a0e-3c55-4c07-9d0f-0c5b3f6f7c11', tenantId: '0f7f6d4a-6d0b-4a6c-8a6e-6a1c2f3d4e5f', aadSecret: canary },
  },
};
/** A right PUT or PATCH with at most two things changed: what gets past the first look. */
const nearlyRightBody = fc
  .tuple(
    fc.constantFrom<Record<string, unknown>>(
      ...[rightCreation, rightCreation, rightPreviewCreation],
      ...[
        { overwriteDbsInTarget: 'True' },
        { cancel: 'True' },
        { startDataMigration: 'True' },
        { dbsToCancelMigrationOn: ['app'], cancel: 'True' },
      ],
    ),
    migrationProperties,
    fc.array(fc.nat(), { maxLength: 2 }),
  )
  .map(([right, other, picks]) => {
    const keys = Object.keys(other);
    const changes = picks.flatMap((number) => {
      const key = keys[number % Math.max(keys.length, 1)];
      return key === undefined ? [] : [[key, (other as Record<string, unknown>)[key]]];
    });
    return { location: 'local', properties: { ...right, ...Object.fromEntries(changes) } };
  });
const decisionBody = fc.record(
  { decision: nearly(fc.constantFrom('overwrite', 'cancel')), reason: nearly(fc.string()) },
  { requiredKeys: [] },
);

const depthBomb = fc.integer({ min: 20, max: 40_000 }).map((depth) => Buffer.from(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`));
const largeBody = fc.constant(Buffer.from(JSON.stringify({ location: 'x'.repeat(1_100_000) })));
const encoded = (value: Arbitrary<unknown>): Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 40, arbitrary: value.map((json) => Buffer.from(JSON.stringify(json) ?? '')) },
    { weight: 2, arbitrary: value.map((json) => Buffer.from(JSON.stringify(json) ?? '', 'utf16le')) },
    { weight: 2, arbitrary: value.map((json) => Buffer.from((JSON.stringify(json) ?? '').slice(0, -1))) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: depthBomb },
    { weight: 1, arbitrary: fc.constant(Buffer.alloc(0)) },
    { weight: 1, arbitrary: largeBody },
  );

/** Most requests have few of them. */
const seldom = (values: Arbitrary<string>) => fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, values);
const headers: Arbitrary<Record<string, string>> = fc
  .record({
    'content-type': fc.oneof(
      { weight: 30, arbitrary: fc.constant('application/json') },
      fc.constantFrom(
        ...['application/json; charset=utf-8', 'application/json; charset=latin1', 'text/plain', 'application/merge-patch+json', ';', ''],
      ),
    ),
    'content-encoding': seldom(fc.constantFrom('identity', 'gzip', 'br', 'x')),
    'if-match': seldom(fc.constantFrom('*', '"x"', 'W/"1"', 'junk', '')),
    'if-none-match': seldom(fc.constantFrom('*', '"x"', '')),
    'x-ms-client-request-id': seldom(fc.oneof(fc.uuid(), fc.stringMatching(/^[ -~]{0,300}$/))),
    'x-ms-correlation-request-id': seldom(fc.stringMatching(/^[ -~]{0,60}$/)),
    accept: seldom(fc.constantFrom('*/*', 'text/html', 'x')),
    authorization: seldom(fc.constantFrom('Bearer x', 'Basic eDp5', 'Bearer', '')),
  })
  .map((all) => Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))));

/** Lone surrogates cannot be encoded; a Buffer replaces them. */
function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

const query = (fixed: Arbitrary<string>, names: string[]): Arbitrary<string> =>
  fc.tuple(fixed, fc.array(fc.tuple(fc.constantFrom(...names, 'junk'), anyText), { maxLength: 2 })).map(([first, more]) => {
    const pairs = [first, ...more.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponentSafely(value)}`)].filter(Boolean);
    return pairs.length ? `?${pairs.join('&')}` : '';
  });

export function fuzzRequests({ targetId, names, ids }: KnownThings): Arbitrary<FuzzRequest> {
  const version = fc
    .oneof(
      { weight: 20, arbitrary: fc.constantFrom<string>(...versions) },
      fc.constantFrom('2099-01-01', '', 'x'),
      anyText.map(encodeURIComponentSafely),
    )
    .map((text) => `api-version=${text}`);
  const armQuery = query(fc.oneof({ weight: 30, arbitrary: version }, fc.constant('')), [
    '$skipToken',
    'migrationListFilter',
    'level',
    'api-version',
  ]);
  const ownQuery = query(fc.constant(''), ['after', 'top', 'continuation', 'state', 'from', 'to', 'name', 'source', 'target', 'format']);
  const migration = fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...names) }, name);
  const id = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ids) }, fc.uuid(), segment);
  const request = (
    methods: string[],
    path: Arbitrary<string>,
    suffix: Arbitrary<string>,
    body: Arbitrary<Buffer>,
  ): Arbitrary<FuzzRequest> =>
    fc.record({ method: fc.constantFrom(...methods), path: fc.tuple(path, suffix).map((parts) => parts.join('')), headers, body });
  const nothing = fc.constant(Buffer.alloc(0));
  const resource = migration.map((text) => `${targetId}/migrations/${text}`);
  const own = (part: string) => id.map((text) => `/api/migrations/${text}${part}`);
  const approval = fc.tuple(id, fc.oneof(fc.uuid(), segment)).map(([one, two]) => `/api/migrations/${one}/approvals/${two}`);
  return fc.oneof(
    { weight: 14, arbitrary: request(['PUT'], resource, armQuery, encoded(fc.oneof(nearlyRightBody, migrationBody))) },
    { weight: 10, arbitrary: request(['PATCH'], resource, armQuery, encoded(fc.oneof(nearlyRightBody, migrationBody))) },
    { weight: 4, arbitrary: request(['GET'], resource, armQuery, nothing) },
    {
      weight: 2,
      arbitrary: request(
        ['DELETE'],
        name.map((text) => `${targetId}/migrations/${text}`),
        armQuery,
        nothing,
      ),
    },
    { weight: 3, arbitrary: request(['GET'], fc.constant(`${targetId}/migrations`), armQuery, nothing) },
    {
      weight: 3,
      arbitrary: request(
        ['POST'],
        fc.constant(`${targetId}/checkMigrationNameAvailability`),
        armQuery,
        encoded(
          fc.record(
            { name: nearly(name), type: nearly(fc.constant('Microsoft.DBforPostgreSQL/flexibleServers/migrations')) },
            { requiredKeys: [] },
          ),
        ),
      ),
    },
    { weight: 2, arbitrary: request(['GET'], fc.constant('/api/migrations'), ownQuery, nothing) },
    { weight: 2, arbitrary: request(['GET'], fc.oneof(own(''), own('/events'), own('/report'), own('/approvals')), ownQuery, nothing) },
    { weight: 4, arbitrary: request(['POST'], approval, ownQuery, encoded(decisionBody)) },
    {
      weight: 3,
      arbitrary: request(
        ['POST'],
        fc.constant('/api/migrations:cancel'),
        ownQuery,
        encoded(fc.record({ ids: nearly(fc.array(nearly(fc.uuid()), { maxLength: 3 })) }, { requiredKeys: [] })),
      ),
    },
    {
      weight: 3,
      arbitrary: request(
        ['POST'],
        fc.constant('/api/plan'),
        ownQuery,
        encoded(fc.record({ properties: nearly(migrationProperties) }, { requiredKeys: [] })),
      ),
    },
    { weight: 1, arbitrary: request(['GET'], fc.constantFrom('/api/openapi.json', '/api/health'), ownQuery, nothing) },
  );
}
