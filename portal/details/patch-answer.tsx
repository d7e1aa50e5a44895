/** A button that answers a wait by changing the migration. */
import { Button, Text } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi, useHasRole } from '../api/api-context';
import type { Overview } from '../api/types';
import { Problem } from '../parts/problem';

interface PatchAnswerProps {
  migration: Overview;
  label: string;
  properties: Record<string, unknown>;
  isReady?: boolean;
}

export function PatchAnswer({ migration, label, properties, isReady = true }: PatchAnswerProps) {
  const api = useApi();
  const client = useQueryClient();
  const mayWrite = useHasRole('Migrations.Write');
  const answer = useMutation({
    mutationFn: () => api.send('PATCH', `${migration.target}/migrations/${migration.name}?api-version=2025-08-01`, { properties }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['migration', migration.id] }),
  });
  if (!mayWrite) return <Text>Somebody with the role Migrations.Write has to answer.</Text>;
  return (
    <>
      {answer.error ? <Problem title="The answer was not taken" error={answer.error} /> : undefined}
      <Button appearance="primary" disabledFocusable={answer.isPending || !isReady} onClick={() => answer.mutate()}>
        {label}
      </Button>
    </>
  );
}
