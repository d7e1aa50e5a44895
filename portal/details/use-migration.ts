/** One migration, read again and again while it runs. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context';
import type { Overview } from '../api/types';
import { isRunning } from '../api/use-migrations';

const pollMs = 1_000;

export function useMigration(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['migration', id],
    queryFn: ({ signal }) => api.get<Overview>(`/api/migrations/${encodeURIComponent(id)}`, signal),
    // Clean-up may go on after the end.
    refetchInterval: ({ state: { data } }) => (data && (isRunning(data) || data.cleanup.state === 'Pending') ? pollMs : false),
  });
}
