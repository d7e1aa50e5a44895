// Azure's arithmetic of rights: wildcards, casing, what a role takes out again, and several roles.
import { type Grant, isAllowed } from '../../../shared/azure/permissions';

const grant = (actions: string[], notActions: string[] = []): Grant => ({ actions, notActions });
const read = 'Microsoft.DBforPostgreSQL/servers/read';
const write = 'Microsoft.DBforPostgreSQL/servers/firewallRules/write';

test.each<[what: string, grants: Grant[], action: string, allowed: boolean]>([
  ['everything', [grant(['*'])], write, true],
  ['nothing', [], read, false],
  ['by name', [grant([read])], read, true],
  ['in another casing', [grant(['microsoft.dbforpostgresql/SERVERS/Read'])], read, true],
  ['a wildcard covers slashes', [grant(['Microsoft.DBforPostgreSQL/servers/*'])], write, true],
  ['a wildcard in front', [grant(['*/read'])], read, true],
  ['a wildcard in front covers no other verb', [grant(['*/read'])], write, false],
  ['a wildcard in the middle', [grant(['Microsoft.DBforPostgreSQL/*/write'])], write, true],
  ['a name is whole', [grant(['Microsoft.DBforPostgreSQL/servers/rea'])], read, false],
  ['a dot is a dot', [grant(['MicrosoftXDBforPostgreSQL/servers/read'])], read, false],
  ['taken out again', [grant(['*'], ['*/write'])], write, false],
  ['taken out by one role, given by another', [grant(['*'], ['*/write']), grant([write])], write, true],
])('%s', (_what, grants, action, allowed) => {
  expect(isAllowed(grants, action)).toBe(allowed);
});
