/** The cache of what the service answered: refused requests are not repeated, lost connections are, until they heal. */
import { QueryClient } from '@tanstack/react-query';
import { isConnectionLost } from './api-error';

const longestPauseMs = 5_000;

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: (_count, error) => isConnectionLost(error),
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, longestPauseMs),
        networkMode: 'always', // a service on this machine answers without a network, too
        staleTime: 1_000,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
