// The list of rights: complete for what it is used for, and the page in docs is made from it.
import { execFileSync } from 'node:child_process';
import { actionsNeeded, customRoleActions, permissionPurposes } from '../../../shared/domain/permissions';

const purposes = Object.keys(permissionPurposes) as (keyof typeof permissionPurposes)[];

test('docs/permissions.md and the roles of infra/server-access.json are what the list says', () => {
  expect(execFileSync(process.execPath, ['scripts/permissions.mjs'], { encoding: 'utf8', stdio: 'pipe' })).toBe('');
});

test('the actions on a source are those of its kind of server, each once', () => {
  const actions = actionsNeeded('source', ['look', 'firewall', 'replication'], 'singleServer');
  expect(actions).toContain('Microsoft.DBforPostgreSQL/servers/restart/action');
  expect(actions.filter((action) => action.includes('flexibleServers'))).toEqual([]);
  expect(new Set(actions).size).toBe(actions.length);
});

test('nothing is needed on the migration resource group for moving directly', () => {
  expect(actionsNeeded('migrationResourceGroup', ['look', 'firewall', 'privateNetwork'])).toEqual([]);
});

test('a custom role asks for the actions of DMS together, since Azure does not know each of them', () => {
  const actions = customRoleActions('migrationResourceGroup', purposes);
  expect(actions).toContain('Microsoft.DataMigration/services/*');
  expect(actions.filter((action) => action.startsWith('Microsoft.DataMigration/services/'))).toHaveLength(1);
});
