// What an application, or its service principal, lacks of app-registration.json: one line `METHOD <tab> address <tab> body` for each call of Graph.
// Usage: app-registration.mjs application JSON | principal JSON ASSIGNMENTS [ROLE=OBJECT_ID ...]
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

const wanted = JSON.parse(readFileSync(new URL('app-registration.json', import.meta.url), 'utf8'));
/** Microsoft's own application behind `az account get-access-token`: people who use it need not consent. */
const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

const [kind, found, assignments, ...grants] = process.argv.slice(2);
const calls = kind === 'application' ? forApplication(JSON.parse(found)) : forPrincipal(JSON.parse(found), JSON.parse(assignments).value);
for (const [method, address, body] of calls) console.log([method, address, JSON.stringify(body)].join('\t'));

/** What others have added stays. Undefined: nothing is missing. */
function merged(present, own) {
  const isThere = (one) => present.some((other) => Object.entries(one).every(([key, value]) => isDeepStrictEqual(value, other[key])));
  if (own.every(isThere)) return undefined;
  return [...present.filter(({ id }) => !own.some((one) => one.id === id)), ...own];
}

function forApplication({ id, appId, identifierUris, appRoles, api }) {
  const address = `applications/${id}`;
  const uri = `api://${appId}`;
  const roles = merged(appRoles, wanted.appRoles);
  const scopes = merged(api.oauth2PermissionScopes ?? [], wanted.api.oauth2PermissionScopes);
  const { requestedAccessTokenVersion } = wanted.api; // the service accepts tokens of this version only
  const clients = api.preAuthorizedApplications ?? [];
  const newClient = { appId: azureCli, delegatedPermissionIds: [wanted.api.oauth2PermissionScopes[0].id] };
  const patches = [
    !identifierUris.includes(uri) && { identifierUris: [...identifierUris, uri] },
    roles && { appRoles: roles },
    api.requestedAccessTokenVersion !== requestedAccessTokenVersion && { api: { requestedAccessTokenVersion } },
    scopes && { api: { oauth2PermissionScopes: scopes } },
    // After the scope, which it names.
    !clients.some((client) => client.appId === azureCli) && { api: { preAuthorizedApplications: [...clients, newClient] } },
  ];
  return patches.filter(Boolean).map((body) => ['PATCH', address, body]);
}

function forPrincipal({ id, appRoleAssignmentRequired }, assigned) {
  const address = `servicePrincipals/${id}`;
  // Entra ID then gives tokens only to those who have a role.
  const closed = appRoleAssignmentRequired ? [] : [['PATCH', address, { appRoleAssignmentRequired: true }]];
  const wishes = grants.map((grant) => {
    const [value, principalId] = grant.split('=');
    return { principalId: principalId.toLowerCase(), resourceId: id, appRoleId: wanted.appRoles.find((role) => role.value === value).id };
  });
  const isGiven = (wish) =>
    assigned.some(({ principalId, appRoleId }) => principalId.toLowerCase() === wish.principalId && appRoleId === wish.appRoleId);
  return [...closed, ...wishes.filter((wish) => !isGiven(wish)).map((wish) => ['POST', `${address}/appRoleAssignedTo`, wish])];
}
