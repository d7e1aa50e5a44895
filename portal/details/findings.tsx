/** What pre-flight found: how bad it is, whose matter, and what to do. */
import { Button, Text } from '@fluentui/react-components';
import type { Overview } from '../api/types';
import { useNotify } from '../layout/use-notify';
import { DataTable } from '../parts/data-table';

export function Findings({ migration: { findings } }: { migration: Overview }) {
  const notify = useNotify();
  if (!findings?.length) return <Text>{findings ? 'Nothing was found.' : 'The servers have not been looked at yet.'}</Text>;
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    notify('success', 'Copied');
  };
  return (
    <DataTable
      label="Findings"
      head={['Severity', 'What', 'Whose matter', 'What to do']}
      rows={findings.map((finding) => ({
        key: `${finding.code} ${finding.database} ${finding.message}`,
        cells: [
          finding.severity,
          <>
            {finding.message} <code>{finding.code}</code>
          </>,
          finding.owner,
          <>
            {finding.hint}{' '}
            <Button size="small" aria-label={`Copy what to do about ${finding.code}`} onClick={() => copy(finding.hint)}>
              Copy
            </Button>
          </>,
        ],
      }))}
    />
  );
}
