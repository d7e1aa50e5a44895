/** The migrations that more than eight databases become. */
import { Text } from '@fluentui/react-components';
import { bytes } from '../parts/format';
import { Loading } from '../parts/loading';
import { Problem } from '../parts/problem';
import type { TabProps } from './draft';
import { usePlan } from './use-plan';

export const partName = (name: string, index: number): string => `${name}-${index + 1}`;

export function PlannedMigrations({ draft }: TabProps) {
  const { data, error, refetch } = usePlan(draft);
  if (error) return <Problem title="The migrations cannot be planned" error={error} retry={() => refetch()} />;
  if (!data) return <Loading what="the plan" />;
  return (
    <>
      <Text block weight="semibold">
        {data.migrations.length} migrations will be created together, {bytes(data.sizeBytes)} in all:
      </Text>
      <ol>
        {data.migrations.map(({ dbsToMigrate, sizeBytes }, index) => (
          <li key={dbsToMigrate.join()}>
            <b>{partName(draft.name, index)}</b>: {dbsToMigrate.join(', ')} ({bytes(sizeBytes)})
          </li>
        ))}
      </ol>
    </>
  );
}
