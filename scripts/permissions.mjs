// Checks that docs/permissions.md and infra/server-access.json are what shared/domain/permissions.ts says; `--write` writes them.
import { execFileSync } from 'node:child_process';
import { load, writeOrCheck } from './typescript.mjs';

const { actionsNeeded, customRoleActions, dataRoles, loginRights, permissionPurposes, permissions, permissionScopes } =
  load('../shared/domain/permissions.ts');

const code = (text) => `\`${text}\``;
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const scopes = Object.keys(permissionScopes);
const purposes = Object.keys(permissionPurposes);
const kinds = { singleServer: ' (Single Server)', flexibleServer: ' (Flexible Server)' };

const actionRows = scopes.flatMap((scope) =>
  purposes.flatMap((purpose) => {
    const own = permissions.filter((permission) => permission.scope === scope && permission.purpose === purpose);
    return [...new Set(own.map(({ kind }) => kind))].map((kind) => [
      `${code(scope)}${kind ? kinds[kind] : ''}`,
      code(purpose),
      actionsNeeded(scope, [purpose], kind).map(code).join('<br>'),
    ]);
  }),
);

writeOrCheck(
  'docs/permissions.md',
  `# Rights

Written from [shared/domain/permissions.ts](../shared/domain/permissions.ts) by \`node scripts/permissions.mjs --write\`; the service asks for nothing else.

## In Azure

On Azure's resources a migration acts as its AAD app, where the request names one (\`secretParameters.aadApp\`), else as the service's own identity.
The role **Contributor** on each scope that applies covers everything. Whoever wants less gives a custom role with these actions:

${table(['scope', 'for', 'actions'], actionRows)}

Scopes:

${table(
  ['scope', 'what it is'],
  scopes.map((scope) => [code(scope), permissionScopes[scope]]),
)}

Purposes; only those that apply are needed:

${table(
  ['for', 'when'],
  purposes.map((purpose) => [code(purpose), permissionPurposes[purpose]]),
)}

A custom role must write \`Microsoft.DataMigration/services/*\` for the actions of DMS: Azure refuses roles with actions that a provider does not
list, and this one does not list \`tasks/command/action\`. Actions on the subscription let Azure's clients follow an operation that takes a while;
Contributor on the resources alone does not have them everywhere.

A prerequisite check before each migration names every action that is missing, with the command that grants it.

## The service's own data

Roles of the service's own identity; they concern nothing of the servers that are migrated.

${table(
  ['role', 'on', 'for'],
  dataRoles.map(({ role, id, on, why }) => [`${role}<br>${code(id)}`, on, why]),
)}

## PostgreSQL logins

The administrator that Azure made with a server is enough; no superuser.

${table(
  ['server', 'right', 'why'],
  loginRights.map(({ server, right, why }) => [server, right, why]),
)}
`,
  'scripts/permissions.mjs',
);

/** Of every scope that is a resource group or lies in one, or of the subscription; each action once, where it is first needed. */
const rolesOf = (inSubscription, ...wanted) => {
  const seen = new Set();
  return wanted.map((own) => {
    const actions = scopes
      .filter((scope) => (scope === 'subscription') === inSubscription)
      .flatMap((scope) => customRoleActions(scope, own))
      .filter((action, index, all) => all.indexOf(action) === index && !seen.has(action));
    for (const action of actions) seen.add(action);
    return actions;
  });
};
const [resourceGroups, resourceGroupsForDms] = rolesOf(false, ['look', 'firewall', 'privateNetwork'], ['replication', 'dms']);
const [subscription, subscriptionForDms] = rolesOf(true, ['look', 'firewall', 'privateNetwork'], ['replication', 'dms']);
const [subscriptionForCatalog] = rolesOf(true, ['catalog']);

const accessFile = 'infra/server-access.json';
const access = { resourceGroups, resourceGroupsForDms, subscription, subscriptionForDms, subscriptionForCatalog };
// Formatted as everything here is, so that the format check and this one agree.
const accessText = execFileSync('node_modules/.bin/biome', ['format', `--stdin-file-path=${accessFile}`], {
  input: JSON.stringify(access),
  encoding: 'utf8',
});
writeOrCheck(accessFile, accessText, 'scripts/permissions.mjs');
