import { apiVersionOf } from '../../../shared/contract/api-versions';
import { Rejection } from '../../../shared/domain/rejections';

const now = new Date('2026-06-01T12:00:00Z');
const decode = (given: Record<string, unknown>, version = '2025-08-01') =>
  apiVersionOf([['api-version', version]]).decodePatch(given, { now });

function violations(given: Record<string, unknown>, version?: string): string[] {
  try {
    decode(given, version);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return (error.extra.details ?? []).map(({ message }) => message);
  }
  return [];
}

test.each([
  [{ properties: { cancel: 'True' } }, { patch: { cancel: true }, ignored: [] }],
  // az's form: it names every database to cancel the whole migration
  [
    { properties: { Cancel: true, dbsToCancelMigrationOn: ['a', 'b'] } },
    { patch: { cancel: true, databasesToCancel: ['a', 'b'] }, ignored: [] },
  ],
  [{ properties: { cancel: 'True', dbsToCancelMigrationOn: [] } }, { patch: { cancel: true, databasesToCancel: [] }, ignored: [] }],
  [{ properties: { dbsToCancelMigrationOn: ['a'] } }, { patch: { databasesToCancel: ['a'] }, ignored: [] }],
  [{ properties: { overwriteDBsInTarget: 'true' } }, { patch: { overwriteDatabases: true }, ignored: [] }],
  [{ properties: { overwriteDbsInTarget: 'False', colour: 1 } }, { patch: { overwriteDatabases: false }, ignored: ['properties.colour'] }],
  [{ properties: { dBsToMigrate: ['a', 'b'] } }, { patch: { databases: ['a', 'b'] }, ignored: [] }],
  [{ properties: { setupLogicalReplicationOnSourceDBIfNeeded: true } }, { patch: { setupLogicalReplication: true }, ignored: [] }],
  [{ properties: { startDataMigration: 'True', migrateRoles: 'False' } }, { patch: { startDataMigration: true }, ignored: [] }],
  [
    { properties: { migrationWindowStartTimeInUtc: '2026-06-01T14:30:00+02:00', migrationMode: 'offline' } },
    { patch: { migrationWindowStart: '2026-06-01T12:30:00.000Z' }, ignored: [] },
  ],
  [{ tags: { a: 'b' } }, { patch: { tags: { a: 'b' } }, ignored: [] }],
])('%j is understood', (given, expected) => {
  expect(decode(given)).toEqual(expected);
});

test.each<[Record<string, unknown>, RegExp]>([
  [{}, /^properties changes nothing: give cancel, dbsToCancelMigrationOn, overwriteDbsInTarget/],
  [{ properties: {} }, /^properties changes nothing/],
  [{ properties: { migrationMode: 'Offline' } }, /^properties changes nothing/],
  [{ properties: 'cancel' }, /^properties must be an object, not a string/],
  [{ properties: { cancel: 'perhaps' } }, /^properties.cancel must be "True" or "False", not 'perhaps'/],
  [{ properties: { cancel: true, overwriteDbsInTarget: true } }, /cancel and properties.overwriteDbsInTarget must not both be "True"/],
  [{ properties: { cancel: true, startDataMigration: true } }, /cancel and properties.startDataMigration must not both be "True"/],
  [{ properties: { cancel: true, dbsToMigrate: ['a'] } }, /cancel must not be "True" where dbsToMigrate is given/],
  [
    { properties: { cancel: false, dbsToCancelMigrationOn: ['a'] } },
    /dbsToCancelMigrationOn must not name databases where properties.cancel/,
  ],
  [{ properties: { dbsToMigrate: ['a'], dbsToCancelMigrationOn: ['a'] } }, /dbsToCancelMigrationOn\[0\] is in dbsToMigrate as well/],
  [{ properties: { dbsToCancelMigrationOn: [] } }, /dbsToCancelMigrationOn names no database/],
  [{ properties: { dbsToMigrate: [] } }, /dbsToMigrate names no database; name 1 to 8/],
  [{ properties: { dbsToMigrate: ['a', 'a'] } }, /dbsToMigrate\[1\] names 'a' again/],
  [{ properties: { migrationWindowStartTimeInUtc: '2026-05-01T00:00:00Z' } }, /migrationWindowStartTimeInUtc lies in the past/],
  [
    { properties: { startDataMigration: true, migrationWindowStartTimeInUtc: '2026-06-02T00:00:00Z' } },
    /startDataMigration must not be "True" where migrationWindowStartTimeInUtc is given/,
  ],
  [{ properties: { triggerCutover: 'True' } }, /triggerCutover must not be "True": this migration is offline and has no cutover/],
  [{ properties: { migrationMode: 'Online' } }, /migrationMode must not be 'Online': this service moves databases offline/],
  [{ properties: { migrateRoles: true } }, /migrateRoles must not be "True": roles are not migrated/],
  [{ properties: { migrationOption: 'Validate' } }, /migrationOption is fixed when a migration is created/],
  [{ properties: { secretParameters: {} } }, /secretParameters cannot be changed/],
])('%j is refused with the rule', (given, message) => {
  expect(violations(given)).toHaveLength(1);
  expect(violations(given)[0]).toMatch(message);
});

test('all violations are told together', () => {
  expect(
    violations({ properties: { sourceDbServerResourceId: 'x', migrationMode: 'Online', cancel: true, overwriteDbsInTarget: true } }),
  ).toHaveLength(3);
});

test('the private preview speaks of properties in its own casing', () => {
  expect(violations({ properties: { dBsToMigrate: [] } }, '2021-06-15-privatepreview')).toEqual([
    'properties.dBsToMigrate names no database; name 1 to 8 databases of the source.',
  ]);
});
