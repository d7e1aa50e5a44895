/** Microsoft's own sign-in library, reduced to what the portal needs of it. */
import { InteractionRequiredAuthError, PublicClientApplication } from '@azure/msal-browser';
import type { PortalSettings } from '../../shared/contract/portal-settings';

export interface Entra {
  user(): { name: string; roles: readonly string[] } | undefined;
  /** Renewed without the person's help while that is possible; else the page goes to Entra ID and comes back. */
  token(): Promise<string>;
  signIn(): void;
  signOut(): void;
}

const redirectUri = `${location.origin}/portal`;

export async function openEntra({ authority, clientId = '', scope }: Extract<PortalSettings, { auth: 'on' }>): Promise<Entra> {
  const msal = new PublicClientApplication({
    auth: { clientId, authority, redirectUri, postLogoutRedirectUri: redirectUri, knownAuthorities: [new URL(authority).host] },
    cache: { cacheLocation: 'sessionStorage' },
  });
  await msal.initialize();
  const answer = await msal.handleRedirectPromise();
  const account = answer?.account ?? msal.getAllAccounts()[0];
  if (account) msal.setActiveAccount(account);
  // The roles are those of the access token, which is for the API; what the id token says is for this page only.
  const first = account ? (answer ?? (await msal.acquireTokenSilent({ scopes: [scope], account }).catch(() => undefined))) : undefined;
  const roles = first ? rolesIn(first.accessToken) : [];
  return {
    user: () => (account && first ? { name: account.username || account.name || 'Signed in', roles } : undefined),
    async token() {
      try {
        return (await msal.acquireTokenSilent({ scopes: [scope] })).accessToken;
      } catch (error) {
        if (!(error instanceof InteractionRequiredAuthError)) throw error;
        await msal.acquireTokenRedirect({ scopes: [scope] });
        throw error; // never seen: the page has gone to Entra ID
      }
    },
    signIn: () => void msal.loginRedirect({ scopes: [scope] }),
    signOut: () => void msal.logoutRedirect(),
  };
}

/** For what the page offers; the service checks by itself. */
function rolesIn(accessToken: string): string[] {
  const payload = accessToken.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '';
  const { roles } = JSON.parse(atob(payload)) as { roles?: unknown };
  return Array.isArray(roles) ? roles.map(String) : [];
}
