// Each refusal of Microsoft Entra ID is told apart by its number, with what to do; its own text is not passed on.
import { clientSecretCredential } from '../../../shared/azure/credential';
import { entraRefusal } from '../../../shared/azure/entra-refusal';

const app = { clientId: 'app-1', tenantId: 'tenant-1' };

/** As @azure/identity 4.13 hands on what Entra ID said (recorded). */
const refused = (number: number) =>
  Object.assign(
    new Error(
      `invalid_client: Error(s): ${number} - Timestamp: 2026-01-01 - Description: AADSTS${number}: private text of the tenant. Trace ID: t`,
    ),
    {
      name: 'AuthenticationRequiredError',
    },
  );

test.each<[number, RegExp, RegExp]>([
  [7000215, /its secret is not valid \(AADSTS7000215\)/, /az ad app credential reset --append --id 'app-1'/],
  [7000222, /its secret has expired/, /az ad app credential reset/],
  [700016, /no app with this client id/, /az ad app show --id 'app-1'/],
  [7000229, /no service principal/, /^az ad sp create --id 'app-1'$/],
  [7000112, /the app is disabled/, /--set accountEnabled=true/],
  [90002, /no such tenant/, /az account show --query tenantId/],
  [900021, /the tenant id is not one/, /az account show/],
  [900023, /the tenant id is not one/, /az account show/],
  [500011, /does not know Azure Resource Manager/, /az account show/],
  [53003, /Conditional Access/, /Exclude the app/],
  [99999, /app 'app-1' of the tenant 'tenant-1' \(AADSTS99999\)/, /Check client id, tenant id and secret/],
])('AADSTS%i', (number, message, hint) => {
  const { error } = entraRefusal(refused(number), app);
  expect(error).toMatchObject({
    code: 'AAD_APP_INVALID',
    owner: 'customer',
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  });
  expect(JSON.stringify(error)).not.toContain('private text');
});

test('no answer and no number: the tenant, or the way there', () => {
  const nowhere = Object.assign(new Error('endpoints_resolution_error: See https://aka.ms/msal.js.errors'), {
    name: 'CredentialUnavailableError',
  });
  expect(entraRefusal(nowhere, app).error).toMatchObject({
    code: 'AAD_APP_INVALID',
    message: expect.stringMatching(/does not know the tenant .*or did not answer/),
  });
});

test("the service's own identity is its operator's matter", () => {
  expect(entraRefusal(refused(7000222), undefined).error).toMatchObject({
    code: 'SERVICE_IDENTITY_REFUSED',
    owner: 'service',
    message: expect.stringMatching(/AADSTS7000222/),
  });
});

test('what can be no tenant is refused without asking', () => {
  expect(() => clientSecretCredential("a'b", 'app', 'secret')).toThrow(/AAD_APP_INVALID.*the tenant id is not one/);
});
