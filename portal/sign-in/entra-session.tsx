/** Signs people in with Entra ID (authorization code with PKCE). Tokens stay in this tab's session storage, nowhere else. */
import { Button, MessageBar, MessageBarBody, MessageBarTitle, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { PortalSettings } from '../../shared/contract/portal-settings';
import { createApi } from '../api/api';
import { SessionContext } from '../api/api-context';
import { Loading } from '../parts/loading';
import { Problem } from '../parts/problem';
import { openEntra } from './entra';

type SignInSettings = Extract<PortalSettings, { auth: 'on' }>;

export function EntraSession({ settings, children }: { settings: SignInSettings; children: ReactNode }) {
  const { data: entra, error } = useQuery({
    queryKey: ['entra'],
    queryFn: () => openEntra(settings),
    enabled: settings.clientId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const session = useMemo(() => {
    const user = entra?.user();
    return entra && user ? { api: createApi(entra.token), user: { ...user, signOut: entra.signOut } } : undefined;
  }, [entra]);
  if (!settings.clientId) {
    return (
      <MessageBar intent="error">
        <MessageBarBody>
          <MessageBarTitle>Nobody can sign in here yet</MessageBarTitle>
          The setting PGFLEX_PORTAL_CLIENT_ID is missing: the client id of the application that signs people in.
        </MessageBarBody>
      </MessageBar>
    );
  }
  if (error) return <Problem title="Signing in did not work" error={error} retry={() => location.assign('/portal')} />;
  if (!entra) return <Loading what="the sign-in" />;
  if (session) return <SessionContext value={session}>{children}</SessionContext>;
  return (
    <main>
      <Text as="h1" size={600} block>
        PostgreSQL migrations
      </Text>
      <Text block>Sign in to see and start migrations.</Text>
      <Button appearance="primary" onClick={entra.signIn}>
        Sign in
      </Button>
    </main>
  );
}
