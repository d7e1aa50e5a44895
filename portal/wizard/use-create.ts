/** Creates the migration, or the several that more than eight databases become. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { maxDatabasesPerMigration } from '../../shared/domain/limits';
import { useApi } from '../api/api-context';
import type { Draft } from './draft';
import { partName } from './planned-migrations';
import { migrationProperties } from './request-body';
import { usePlan } from './use-plan';
import { useTarget } from './use-target';

/** Answers the names that were created. Doing it again after a failure is safe: the same PUT again changes nothing. */
export function useCreate(draft: Draft, targetId: string) {
  const api = useApi();
  const client = useQueryClient();
  const location = useTarget(targetId)?.location;
  const plan = usePlan(draft);
  const isOne = draft.databases.length <= maxDatabasesPerMigration;
  const parts = isOne
    ? [{ name: draft.name, databases: draft.databases }]
    : plan.data?.migrations.map(({ dbsToMigrate }, index) => ({ name: partName(draft.name, index), databases: dbsToMigrate }));
  const create = useMutation({
    mutationFn: async (migrationOption: 'Validate' | 'ValidateAndMigrate') => {
      const names: string[] = [];
      for (const { name, databases } of parts ?? []) {
        const properties = { ...migrationProperties(draft, targetId, databases), migrationOption };
        await api.send('PUT', `${targetId}/migrations/${name}?api-version=2025-08-01`, { location, properties });
        names.push(name);
      }
      return names;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['migrations'] }),
  });
  return { create, isReady: location !== undefined && parts !== undefined };
}
