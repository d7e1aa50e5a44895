/** Why Microsoft Entra ID gave no token, told apart by the number of its refusal. Its text is not passed on: it may name more than a caller should see. */
import { quoted } from '../domain/az-commands';
import { fail, type MigrationFailure } from '../domain/error-codes';

export interface AadApp {
  tenantId: string;
  clientId: string;
}

interface Case {
  what: string;
  fix(app: AadApp): string;
}

const newSecret = ({ clientId }: AadApp) =>
  `az ad app credential reset --append --id ${quoted(clientId)} gives a new secret; its value, not its id, is the aadSecret of a new migration.`;
const rightTenant = () => 'az account show --query tenantId gives the tenant of the subscription; put it into tenantId of a new migration.';

/** By the number after AADSTS (learn.microsoft.com, "Microsoft Entra authentication and authorization error codes"). */
const cases: Record<string, Case> = {
  7000215: { what: 'its secret is not valid', fix: newSecret },
  7000222: { what: 'its secret has expired', fix: newSecret },
  700016: {
    what: 'the tenant has no app with this client id',
    fix: ({ clientId }) =>
      `az ad app show --id ${quoted(clientId)} tells whether it exists in the tenant that is logged in to; check clientId and tenantId.`,
  },
  7000229: {
    what: 'the app has no service principal in the tenant',
    fix: ({ clientId }) => `az ad sp create --id ${quoted(clientId)}`,
  },
  7000112: {
    what: 'the app is disabled',
    fix: ({ clientId }) => `az ad sp update --id ${quoted(clientId)} --set accountEnabled=true`,
  },
  90002: { what: 'there is no such tenant', fix: rightTenant },
  900021: { what: 'the tenant id is not one', fix: rightTenant },
  900023: { what: 'the tenant id is not one', fix: rightTenant },
  500011: { what: 'the tenant does not know Azure Resource Manager', fix: rightTenant },
  53003: {
    what: 'a Conditional Access policy of the tenant forbids it',
    fix: () => 'Exclude the app, or the addresses of this service, from the Conditional Access policy.',
  },
};

export function aadNumber(error: unknown): string | undefined {
  return /AADSTS(\d+)/.exec((error as Error).message)?.[1];
}

/** No answer at all, or the library gave up before it asked. */
const isUnavailable = (error: unknown) => (error as Error).name === 'CredentialUnavailableError';

export const isEntraError = (error: unknown): boolean =>
  ['AuthenticationError', 'AuthenticationRequiredError', 'AggregateAuthenticationError', 'CredentialUnavailableError'].includes(
    (error as Error).name,
  );

/** `app`: absent for the service's own identity. */
export function entraRefusal(error: unknown, app: AadApp | undefined): MigrationFailure {
  const number = aadNumber(error);
  const shownNumber = number ? ` (AADSTS${number})` : '';
  if (!app) {
    return fail('SERVICE_IDENTITY_REFUSED', `Microsoft Entra ID gave the identity of this service no token${shownNumber}.`, {
      cause: error,
    });
  }
  const who = `the AAD app '${app.clientId}' of the tenant '${app.tenantId}'`;
  const known = number === undefined ? undefined : cases[number];
  if (known) {
    const hint = known.fix(app);
    return fail('AAD_APP_INVALID', `Microsoft Entra ID refused ${who}: ${known.what}${shownNumber}.`, { hint, cause: error });
  }
  if (!number && isUnavailable(error)) {
    return fail('AAD_APP_INVALID', `Microsoft Entra ID does not know the tenant of ${who}, or did not answer.`, {
      hint: rightTenant(),
      cause: error,
    });
  }
  return fail('AAD_APP_INVALID', `Microsoft Entra ID refused ${who}${shownNumber}.`, { cause: error });
}
