/** The migration's events in their order: the states it went through, and how long each took. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context';
import type { CloudEvent, Overview } from '../api/types';
import { DataTable } from '../parts/data-table';
import { duration, words } from '../parts/format';
import { Loading } from '../parts/loading';
import { Problem } from '../parts/problem';
import { Time } from '../parts/time';

export function Events({ migration: { id, state, subState } }: { migration: Overview }) {
  const api = useApi();
  const { data, error, refetch } = useQuery({
    queryKey: ['events', id, state, subState], // at each change of state there are new ones
    queryFn: ({ signal }) => api.get<CloudEvent[]>(`/api/migrations/${id}/events`, signal),
    placeholderData: (before) => before,
  });
  if (error) return <Problem title="The events cannot be read" error={error} retry={() => refetch()} />;
  if (!data) return <Loading what="events" />;
  return (
    <DataTable
      label="Events"
      head={['Time', 'Event', 'What', 'Until the next']}
      rows={data.map((event, index) => ({
        key: event.id,
        cells: [<Time key="time" at={event.time} />, typeOf(event), whatOf(event), untilNext(event, data[index + 1])],
      }))}
    />
  );
}

const typeOf = ({ type }: CloudEvent) => words(type.split('.').find((part) => /^[A-Z]\w{12,}/.test(part)) ?? type);

function whatOf({ data }: CloudEvent): string {
  const parts = [data.state, data.status, data.subState, data.database].filter((part) => typeof part === 'string');
  return parts.map((part) => words(String(part))).join(', ');
}

const untilNext = (event: CloudEvent, next: CloudEvent | undefined) =>
  next ? duration(Date.parse(next.time) - Date.parse(event.time)) : '--';
