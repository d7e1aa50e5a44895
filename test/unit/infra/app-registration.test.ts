// infra/app-registration.sh: what it registers, that it changes nothing the second time or in a dry run, and what it refuses.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appRoles } from '../../../shared/auth/principal';
import { temporaryDirectory } from '../../support/temporary-directory';
import { fakeAzureCli } from './azure-cli';

const directory = temporaryDirectory();
const person = '44444444-4444-4444-4444-444444444444';
let runs = 0;

function newTenant() {
  const cli = fakeAzureCli(join(directory(), `az-${++runs}`));
  const register = (...words: string[]) => {
    const environment = { ...process.env, PATH: `${cli.path}:${process.env.PATH}` };
    return spawnSync('infra/app-registration.sh', words, { encoding: 'utf8', env: environment });
  };
  return { ...cli, register };
}

test('registers the application with its roles, tokens of version 2 and the grant; the second run changes nothing', () => {
  const { register, tenant } = newTenant();
  const grant = ['--grant', `Migrations.Write=${person}`];
  const first = register(...grant);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  const { applications, servicePrincipals, changes } = tenant();
  const [app] = applications;
  expect(first.stdout).toContain(`tokenAudience: ${app?.appId}\n`);
  expect(app).toMatchObject({ displayName: 'pg-flex-migrator', identifierUris: [`api://${app?.appId}`] });
  expect(app?.appRoles).toMatchObject(appRoles.map((value) => ({ value, isEnabled: true })));
  expect(app?.api).toMatchObject({ requestedAccessTokenVersion: 2, preAuthorizedApplications: [expect.anything()] });
  expect(servicePrincipals).toMatchObject([
    {
      appId: app?.appId,
      appRoleAssignmentRequired: true,
      appRoleAssignedTo: [{ principalId: person, resourceId: servicePrincipals[0]?.id }],
    },
  ]);
  expect(register(...grant)).toMatchObject({ status: 0, stdout: first.stdout });
  expect(tenant().changes).toEqual(changes);
});

test('a dry run says what it would do, and does nothing', () => {
  const { register, tenant } = newTenant();
  const answer = register('--dry-run');
  expect(answer).toMatchObject({ status: 0, stdout: '' });
  expect(answer.stderr).toMatch(/would run: az ad app create[\s\S]*Migrations\.Approve/);
  expect(tenant().changes).toEqual([]);
});

test('what others added to the application stays, and what is missing is added', () => {
  const { register, tenant, put } = newTenant();
  const other = { id: 'a-role', value: 'Other.Role' };
  const api = { requestedAccessTokenVersion: null, oauth2PermissionScopes: [{ id: 'a-scope' }], knownClientApplications: ['kept'] };
  put({ applications: [{ id: 'object', appId: 'client', displayName: "it's", identifierUris: ['api://other'], appRoles: [other], api }] });
  expect(register('--name', "it's", '--dry-run')).toMatchObject({ status: 0 });
  expect(tenant().changes).toEqual([]);
  expect(register('--name', "it's")).toMatchObject({ status: 0, stderr: '' });
  const [app] = tenant().applications;
  expect(app).toMatchObject({ identifierUris: ['api://other', 'api://client'], appRoles: [other, {}, {}, {}] });
  expect(app?.api).toMatchObject({
    requestedAccessTokenVersion: 2,
    oauth2PermissionScopes: [{ id: 'a-scope' }, {}],
    knownClientApplications: ['kept'],
  });
});

test.each([
  [['--grant', `Migrations.Own=${person}`], 1, 'the roles are Migrations.Read, Migrations.Write, Migrations.Approve'],
  [['--grant', 'Migrations.Read=somebody@example.com'], 1, 'an object id is a GUID'],
  [['--force'], 2, 'Unknown option: --force'],
])('refuses %j before it changes anything', (words, status, message) => {
  const { register, tenant } = newTenant();
  const answer = register(...words);
  expect(answer.status).toBe(status);
  expect(answer.stderr).toContain(message);
  expect(tenant().changes).toEqual([]);
});

test('two applications of one name are not guessed about', () => {
  const { register, put } = newTenant();
  put({ applications: [{ displayName: 'pg-flex-migrator' }, { displayName: 'pg-flex-migrator' }] });
  expect(register()).toMatchObject({ status: 1, stderr: expect.stringContaining('Several applications') });
});

test('--help names every option', () => {
  const { stdout, status } = newTenant().register('--help');
  expect(status).toBe(0);
  const options = [...readFileSync('infra/app-registration.sh', 'utf8').matchAll(/^ {4}(?:-h \| )?(--[\w-]+)\)/gm)].map(
    ([, option]) => option,
  );
  expect(options).toEqual(['--name', '--grant', '--dry-run', '--help']);
  for (const option of options) expect(stdout).toContain(`${option} `);
});
