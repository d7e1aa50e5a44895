/** Who an identity is for Azure: asked for a token, which also proves that it gets one. */
import type { TokenCredential } from '@azure/identity';
import { fail } from '../domain/error-codes';
import { armScope } from './arm';
import { type AadApp, entraRefusal } from './entra-refusal';

export interface Principal {
  /** What the caller named; absent: the service itself. */
  app?: AadApp;
  /** Of the service principal; role assignments are made for it. */
  objectId: string;
}

/** Throws a MigrationFailure that says why there is no token. */
export async function principalOf(identity: TokenCredential, app: AadApp | undefined): Promise<Principal> {
  const token = await identity.getToken(armScope).catch((error: unknown) => {
    throw entraRefusal(error, app);
  });
  if (!token) throw fail('SERVICE_IDENTITY_REFUSED', 'The identity of this service has no token for Azure Resource Manager.');
  return { ...(app ? { app } : {}), objectId: objectIdIn(token.token) ?? `<object id of ${app?.clientId ?? 'this service'}>` };
}

/** Shown in commands only; nothing is decided by it. */
function objectIdIn(token: string): string | undefined {
  try {
    const { oid } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { oid?: unknown };
    return typeof oid === 'string' ? oid : undefined;
  } catch {
    return undefined; // a token in a form of its own
  }
}
