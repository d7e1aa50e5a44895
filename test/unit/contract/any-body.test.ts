// Whatever JSON comes, it is read or refused with the field and the rule; never anything else.
import * as fc from 'fast-check';
import { apiVersions } from '../../../shared/contract/api-versions';
import { decodeDecision } from '../../../shared/contract/decode-decision';
import { decodeIds } from '../../../shared/contract/decode-ids';
import { decodeNameCheck } from '../../../shared/contract/decode-name-check';
import { decodePlan } from '../../../shared/contract/decode-plan';
import { Rejection } from '../../../shared/domain/rejections';
import { reference } from './bodies';

const context = { now: new Date('2026-06-01T12:00:00Z') };

const names = [
  ...['sourceDbServerResourceId', 'sourceDBServerFullyQualifiedDomainName', 'targetDbServerFullyQualifiedDomainName', 'dbsToMigrate'],
  ...['dBsToMigrate', 'dbsToCancelMigrationOn', 'secretParameters', 'adminCredentials', 'sourceServerPassword', 'targetServerPassword'],
  ...['aadApp', 'clientId', 'sourceServerUsername', 'overwriteDbsInTarget', 'cancel', 'startDataMigration', 'triggerCutover', 'sslMode'],
  ...['migrationWindowStartTimeInUtc', 'migrationWindowEndTimeInUtc', 'migrationMode', 'migrationOption', 'migrationResourceGroup'],
  ...['location', 'tags', 'properties', 'name', 'type', 'ids', 'decision', 'reason', 'engine', '__proto__', 'constructor', 'toString'],
];
const leaf = fc.oneof(
  fc.string({ maxLength: 80, unit: 'binary' }),
  fc.constantFrom(
    'True',
    'false',
    'Offline',
    '2026-06-02T00:00:00Z',
    'h:5432@u',
    'h',
    '[::1]:5@u',
    '0x7f.1@u',
    'a',
    '',
    ' ',
    '9'.repeat(200),
  ),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const { json } = fc.letrec<{ json: unknown; object: Record<string, unknown> }>((tie) => ({
  object: fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 12 }),
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('json'), { maxLength: 10 }),
    tie('object'),
    tie('object'),
  ),
}));
const body = fc
  .record({
    location: json,
    tags: json,
    properties: fc.dictionary(fc.constantFrom(...names), json, { maxKeys: 20 }),
    ids: json,
    decision: json,
  })
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);

const decoders: [string, (given: Record<string, unknown>) => unknown][] = [
  ...apiVersions.flatMap((version): [string, (given: Record<string, unknown>) => unknown][] => [
    [`PUT ${version.name}`, (given) => version.decodeMigration(reference, given, context)],
    [`PATCH ${version.name}`, (given) => version.decodePatch(given, context)],
  ]),
  ['a name check', decodeNameCheck],
  ['ids', decodeIds],
  ['a decision', decodeDecision],
  ['a plan', (given) => decodePlan(given, context)],
];

test.each(decoders)('%s', (_, decode) => {
  fc.assert(
    fc.property(body, (given) => {
      try {
        decode(given);
      } catch (error) {
        if (!(error instanceof Rejection)) throw error;
        expect(error.extra.details?.length).toBeGreaterThan(0);
        for (const { target, message } of error.extra.details ?? []) expect(message.startsWith(`${target} `)).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});
