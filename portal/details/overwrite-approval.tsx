/** What overwriting would lose, and the decision about it: by somebody with the role, about exactly what is shown. */
import { Button, Field, Input, Text } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi, useHasRole } from '../api/api-context';
import type { ApprovalList } from '../api/types';
import { DataTable } from '../parts/data-table';
import { bytes, count } from '../parts/format';
import { Loading } from '../parts/loading';
import { Problem } from '../parts/problem';
import { Time } from '../parts/time';

export function OverwriteApproval({ migrationId, approvalId }: { migrationId: string; approvalId: string }) {
  const api = useApi();
  const client = useQueryClient();
  const mayApprove = useHasRole('Migrations.Approve');
  const [reason, setReason] = useState('');
  const approvals = useQuery({
    queryKey: ['approvals', migrationId, approvalId],
    queryFn: ({ signal }) => api.get<ApprovalList>(`/api/migrations/${migrationId}/approvals`, signal),
  });
  const approval = approvals.data?.value.find((each) => each.approvalId === approvalId);
  const decide = useMutation({
    mutationFn: (decision: 'overwrite' | 'cancel') =>
      api.send(
        'POST',
        `/api/migrations/${migrationId}/approvals/${approvalId}`,
        { decision, ...(reason.trim() ? { reason: reason.trim() } : {}) },
        { 'if-match': `"${approval?.fingerprint}"` },
      ),
    // Whatever the answer was: what is shown may be old now.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['migration', migrationId] }),
        client.invalidateQueries({ queryKey: ['approvals', migrationId] }),
      ]),
  });
  if (approvals.error) return <Problem title="The approval cannot be read" error={approvals.error} retry={() => approvals.refetch()} />;
  if (!approval) return <Loading what="what would be lost" />;
  return (
    <>
      <DataTable
        label="What would be lost"
        head={['Database', 'Size', 'Tables', 'Sessions now', 'Last activity']}
        rows={approval.databases.map(({ name, sizeBytes, tables, activeConnections, lastActivity }) => ({
          key: name,
          cells: [name, bytes(sizeBytes), count(tables), activeConnections, <Time key="time" at={lastActivity ?? undefined} />],
        }))}
      />
      {decide.error ? <Problem title="The decision was not taken" error={decide.error} /> : undefined}
      {mayApprove ? (
        <>
          <Field label="Reason">
            <Input value={reason} onChange={(_event, { value }) => setReason(value)} />
          </Field>
          <Button appearance="primary" disabledFocusable={decide.isPending} onClick={() => decide.mutate('overwrite')}>
            Overwrite
          </Button>{' '}
          <Button disabledFocusable={decide.isPending} onClick={() => decide.mutate('cancel')}>
            Cancel the migration instead
          </Button>
        </>
      ) : (
        <Text>You lack the role Migrations.Approve: somebody who has it must decide.</Text>
      )}
    </>
  );
}
