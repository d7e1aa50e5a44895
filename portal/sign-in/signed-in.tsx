/** Shows the pages once it is clear who looks at them. */
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import type { PortalSettings } from '../../shared/contract/portal-settings';
import { createApi } from '../api/api';
import { SessionContext } from '../api/api-context';
import { Loading } from '../parts/loading';
import { Problem } from '../parts/problem';

const EntraSession = lazy(async () => ({ default: (await import('./entra-session')).EntraSession }));
const publicApi = createApi(async () => undefined);

export function SignedIn({ children }: { children: ReactNode }) {
  const { data, error } = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => publicApi.get<PortalSettings>('/portal/config.json', signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const open = useMemo(() => ({ api: publicApi }), []);
  if (error) return <Problem title="The portal cannot start" error={error} />;
  if (!data) return <Loading what="the portal" />;
  if (data.auth === 'off') return <SessionContext value={open}>{children}</SessionContext>;
  return (
    <Suspense fallback={<Loading what="the sign-in" />}>
      <EntraSession settings={data}>{children}</EntraSession>
    </Suspense>
  );
}
