/** How more than eight databases are divided among migrations, as the service proposes it. */
import { useQuery } from '@tanstack/react-query';
import { maxDatabasesPerMigration } from '../../shared/domain/limits';
import { useApi } from '../api/api-context';
import type { Plan } from '../api/types';
import { type Draft, sourceOf } from './draft';
import { planBody } from './request-body';

export function usePlan(draft: Draft) {
  const api = useApi();
  return useQuery({
    queryKey: ['plan', sourceOf(draft), draft.databases],
    queryFn: () => api.send<Plan>('POST', '/api/plan', planBody(draft)),
    enabled: draft.databases.length > maxDatabasesPerMigration,
    retry: false, // it logs in: what was refused once should not be tried by itself
  });
}
