/** The proof that the copy is right, table by table, and what is different on purpose. */
import { Button, Text, Title3 } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context';
import type { Overview, Report } from '../api/types';
import { DataTable } from '../parts/data-table';
import { bytes, count } from '../parts/format';
import { Loading } from '../parts/loading';
import { Problem } from '../parts/problem';

export function ReportTab({ migration: { id, state, name } }: { migration: Overview }) {
  const api = useApi();
  const { data, error, refetch } = useQuery({
    queryKey: ['report', id, state],
    queryFn: ({ signal }) => api.get<Report>(`/api/migrations/${id}/report`, signal),
  });
  // A link alone would not carry the token.
  const download = useMutation({
    mutationFn: async () => {
      const html = await api.text(`/api/migrations/${id}/report?format=html`);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
      link.download = `${name}.html`;
      link.click();
      URL.revokeObjectURL(link.href);
    },
  });
  if (error) return <Problem title="The report cannot be read" error={error} retry={() => refetch()} />;
  if (!data) return <Loading what="the report" />;
  return (
    <>
      {download.error ? <Problem title="The report was not downloaded" error={download.error} /> : undefined}
      <Button disabledFocusable={download.isPending} onClick={() => download.mutate()}>
        Download the report
      </Button>
      {data.databases.map((database) => (
        <section key={database.name} aria-label={`Report of ${database.name}`}>
          <Title3 as="h2">{database.name}</Title3>
          <DataTable
            label={`Proof of ${database.name}`}
            head={['Table', 'Rows', 'Bytes', 'Attempts', 'Proof']}
            rows={database.tables.map((table) => ({
              key: table.name,
              cells: [table.name, count(table.rows), bytes(table.bytes), table.attempts, table.proof?.result ?? 'not read back'],
            }))}
          />
          <Text block>
            {database.catalog ? `${database.catalog.differences.length} differences of the catalogue.` : 'The catalogue was not compared.'}
          </Text>
          {database.catalog?.differences.length ? (
            <DataTable
              label={`Differences of ${database.name}`}
              head={['Object', 'Source', 'Target', 'Verdict']}
              rows={database.catalog.differences.map((difference) => ({
                key: `${difference.kind} ${difference.object} ${difference.property}`,
                cells: [
                  `${difference.kind} ${difference.object} ${difference.property ?? ''}`,
                  difference.source,
                  difference.target,
                  `${difference.verdict}: ${difference.reason}`,
                ],
              }))}
            />
          ) : undefined}
        </section>
      ))}
    </>
  );
}
