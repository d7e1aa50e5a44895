import { decodePatch } from '../../../shared/contract/decode-patch';
import { Rejection } from '../../../shared/domain/rejections';

function violations(given: Record<string, unknown>): string[] {
  try {
    decodePatch(given);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return (error.extra.details ?? []).map(({ message }) => message);
  }
  return [];
}

test.each([
  [{ properties: { cancel: 'True' } }, { patch: { cancel: true }, ignored: [] }],
  [
    { properties: { Cancel: true, dbsToCancelMigrationOn: ['a', 'b'] } },
    { patch: { cancel: true }, databasesToCancel: ['a', 'b'], ignored: [] },
  ],
  [{ properties: { overwriteDBsInTarget: 'true' } }, { patch: { overwriteDatabases: true }, ignored: [] }],
  [{ properties: { overwriteDbsInTarget: 'False', colour: 1 } }, { patch: { overwriteDatabases: false }, ignored: ['properties.colour'] }],
  [{ tags: { a: 'b' } }, { patch: { tags: { a: 'b' } }, ignored: [] }],
])('%j is understood', (given, expected) => {
  expect(decodePatch(given)).toEqual(expected);
});

test.each<[Record<string, unknown>, RegExp]>([
  [{}, /^properties changes nothing: give cancel or overwriteDbsInTarget/],
  [{ properties: {} }, /^properties changes nothing/],
  [{ properties: 'cancel' }, /^properties must be an object, not a string/],
  [{ properties: { cancel: 'perhaps' } }, /^properties.cancel must be "True" or "False", not 'perhaps'/],
  [{ properties: { cancel: true, overwriteDbsInTarget: true } }, /must not both be "True"/],
  [{ properties: { dbsToCancelMigrationOn: ['a'] } }, /dbsToCancelMigrationOn needs properties.cancel/],
  [{ properties: { triggerCutover: 'True' } }, /triggerCutover is only for online migrations/],
  [{ properties: { dbsToMigrate: ['a'] } }, /dbsToMigrate is fixed when a migration is created/],
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
