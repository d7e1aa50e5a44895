/** Each database, and the tables at work in it, live. */
import { Button, MessageBar, MessageBarBody, MessageBarTitle, ProgressBar, Text, Title3 } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi, useHasRole } from '../api/api-context';
import type { DatabaseOverview, Overview, TableProgress } from '../api/types';
import { DataTable } from '../parts/data-table';
import { bytes, count, duration } from '../parts/format';
import { Problem } from '../parts/problem';
import { Status } from '../parts/status';

export function Progress({ migration }: { migration: Overview }) {
  const api = useApi();
  const client = useQueryClient();
  const mayWrite = useHasRole('Migrations.Write');
  const cancel = useMutation({
    mutationFn: (database: string) =>
      api.send('PATCH', `${migration.target}/migrations/${migration.name}?api-version=2025-08-01`, {
        properties: { dbsToCancelMigrationOn: [database] },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['migration', migration.id] }),
  });
  const canCancel = mayWrite && migration.allowedActions.includes('cancelDatabases') && migration.databases.length > 1;
  return (
    <>
      {cancel.error ? <Problem title="The database was not cancelled" error={cancel.error} /> : undefined}
      {migration.databases.map((database) => (
        <section key={database.name} aria-label={`Database ${database.name}`}>
          <Title3 as="h2">{database.name}</Title3> <Status state={database.state} />{' '}
          {canCancel && !database.cancelRequestedOn && ['Queued', 'InProgress'].includes(database.state) ? (
            <Button size="small" onClick={() => cancel.mutate(database.name)}>
              Cancel {database.name}
            </Button>
          ) : undefined}
          <DatabaseProgress database={database} />
        </section>
      ))}
      {migration.databases.length ? undefined : <Text>No database has been chosen yet.</Text>}
    </>
  );
}

function DatabaseProgress({ database }: { database: DatabaseOverview }) {
  const { name, error, bytesTotal, bytesCopied, tablesTotal, tablesDone, phase, bytesPerSecond, etaSeconds, tables } = database;
  const share = bytesTotal ? Math.min(1, bytesCopied / bytesTotal) : database.state === 'Succeeded' ? 1 : 0;
  return (
    <>
      {error ? (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{error.message}</MessageBarTitle>
            {error.hint} <code>{error.code}</code>
          </MessageBarBody>
        </MessageBar>
      ) : undefined}
      <ProgressBar value={share} aria-label={`Copied of ${name}`} />
      <Text>
        {tablesDone} of {tablesTotal} tables, {bytes(bytesCopied)} of {bytes(bytesTotal)}
        {phase ? `, ${phase}` : ''}
        {bytesPerSecond === undefined ? '' : `, ${bytes(bytesPerSecond)}/s`}
        {etaSeconds === undefined ? '' : `, about ${duration(etaSeconds * 1000)} left`}
      </Text>
      {tables?.length ? (
        <DataTable
          label={`Tables of ${name}`}
          head={['Table', 'State', 'Rows', 'Copied', 'Size on disk', 'Speed']}
          rows={tables.map((table) => ({ key: table.name, cells: cellsOf(table) }))}
        />
      ) : undefined}
    </>
  );
}

const cellsOf = ({ name, state, rows, bytes: copied, sizeBytes, bytesPerSecond }: TableProgress) => [
  name,
  state,
  count(rows),
  bytes(copied),
  bytes(sizeBytes),
  bytesPerSecond === undefined ? '--' : `${bytes(bytesPerSecond)}/s`,
];
