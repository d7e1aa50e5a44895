// The body of an estimate: PUT's properties, and the target that PUT has in its path.
import { decodeEstimate } from '../../../shared/contract/decode-estimate';
import { Rejection } from '../../../shared/domain/rejections';
import { canaries, sourceId } from './bodies';

const targetId = '/subscriptions/S/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/target';
const secretParameters = { adminCredentials: { sourceServerPassword: canaries.source, targetServerPassword: canaries.target } };
const properties = { sourceDbServerResourceId: sourceId, targetDbServerResourceId: targetId, dbsToMigrate: ['app'], secretParameters };
const decode = (body: Record<string, unknown>) => decodeEstimate(body, { now: new Date() });

function violations(body: Record<string, unknown>): string[] {
  try {
    decode(body);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return (error.extra.details ?? []).map(({ message }) => message);
  }
  return [];
}

test("PUT's properties are taken as they are or inside properties; what an estimate does not need changes nothing", () => {
  for (const body of [
    properties,
    { properties: { ...properties, migrationMode: 'Offline', tags: 1 } },
    { location: 'l', Properties: properties },
  ]) {
    expect(decode(body)).toMatchObject({
      target: { subscriptionId: 'S', resourceGroup: 'rg', server: 'target' },
      request: { sourceServer: { server: 'src' } },
      databases: ['app'],
      secrets: { sourcePassword: canaries.source, targetPassword: canaries.target },
    });
  }
});

test('everything that is missing is told at once', () => {
  expect(violations({})).toEqual([
    'properties.sourceDbServerResourceId is required.',
    'properties.targetDbServerResourceId is required.',
    'properties.secretParameters.adminCredentials.sourceServerPassword is required.',
    'properties.secretParameters.adminCredentials.targetServerPassword is required.',
  ]);
});

test.each([
  [{ targetDbServerResourceId: 'target' }, /targetDbServerResourceId must be the resource id of the target flexible server/],
  [{ targetDbServerResourceId: sourceId }, /targetDbServerResourceId must be the resource id of the target flexible server/],
  [{ sourceDbServerResourceId: targetId }, /names the target server 'target' itself/],
  [{ dbsToMigrate: Array.from({ length: 9 }, (_, index) => `d${index}`) }, /create 2 migrations/],
])('%j is refused, and no password is shown', (change, message) => {
  const [told = ''] = violations({ ...properties, ...change });
  expect(told).toMatch(message);
  expect(told).not.toMatch(/canary/);
});
