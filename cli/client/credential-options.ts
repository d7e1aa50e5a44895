// How credentials reach the authority that a service names.
import type { Challenge } from './challenge';
import type { Connection } from './connection';

export interface CredentialOptions {
  authorityHost: string;
  disableInstanceDiscovery: boolean;
  tlsOptions?: { ca: string };
}

/** The local Entra ID is none that Microsoft's directory of authorities knows. */
export const credentialOptions = ({ authorityHost }: Challenge, { ca, local }: Connection): CredentialOptions => ({
  authorityHost,
  disableInstanceDiscovery: local !== undefined,
  ...(ca ? { tlsOptions: { ca: ca.join('\n') } } : {}),
});
