/** The migrations of one server, or of all: read once in whole, then the newest again and again while something runs. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Api } from './api';
import { useApi } from './api-context';
import type { Overview, OverviewList } from './types';

const pageSize = 1000;
const newest = 100;
const pollMs = 2_000;

export const isRunning = ({ state }: Pick<Overview, 'state'>): boolean => state === 'InProgress' || state === 'WaitingForUserAction';

/** `targetId`: resource id of the server; undefined: all servers. */
export function useMigrations(targetId?: string) {
  const api = useApi();
  const client = useQueryClient();
  const key = ['migrations', targetId ?? ''];
  const all = useQuery({ queryKey: key, queryFn: ({ signal }) => readAll(api, targetId, signal) });
  const recent = useQuery({
    queryKey: ['recent', targetId ?? ''],
    queryFn: ({ signal }) => readPage(api, targetId, newest, undefined, signal),
    enabled: all.data?.some(isRunning) ?? false,
    refetchInterval: pollMs,
  });
  useEffect(() => {
    const page = recent.data?.value;
    if (!page) return;
    client.setQueryData<Overview[]>(['migrations', targetId ?? ''], (known) => (known ? merged(known, ofServer(page, targetId)) : known));
  }, [recent.data, client, targetId]);
  return { ...all, refresh: () => client.invalidateQueries({ queryKey: key }) };
}

async function readAll(api: Api, targetId: string | undefined, signal: AbortSignal): Promise<Overview[]> {
  const found: Overview[] = [];
  let continuation: string | undefined;
  do {
    const page = await readPage(api, targetId, pageSize, continuation, signal);
    found.push(...ofServer(page.value, targetId));
    continuation = page.continuation;
  } while (continuation);
  return found;
}

function readPage(api: Api, targetId: string | undefined, top: number, continuation: string | undefined, signal: AbortSignal) {
  const query = new URLSearchParams({ top: String(top) });
  if (targetId) query.set('target', targetId.split('/').at(-1) ?? '');
  if (continuation) query.set('continuation', continuation);
  return api.get<OverviewList>(`/api/migrations?${query}`, signal);
}

/** The route filters by a part of the server's name only. */
const ofServer = (page: Overview[], targetId: string | undefined) =>
  targetId ? page.filter(({ target }) => target.toLowerCase() === targetId.toLowerCase()) : page;

function merged(known: Overview[], page: Overview[]): Overview[] {
  const fresh = new Map(page.map((migration) => [migration.id, migration]));
  const rest = known.filter(({ id }) => !fresh.has(id));
  return [...page, ...rest].sort((one, other) => other.createdOn.localeCompare(one.createdOn));
}
