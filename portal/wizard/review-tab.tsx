/** Last tab: everything but the secrets, how long it will take, and how many migrations it makes. */
import { Button, Spinner, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { maxDatabasesPerMigration } from '../../shared/domain/limits';
import { useApi } from '../api/api-context';
import type { Estimate } from '../api/types';
import { Facts } from '../parts/facts';
import { bytes, duration, resourceGroupOf, serverName } from '../parts/format';
import { Problem } from '../parts/problem';
import { sourceOf, type TabProps } from './draft';
import { PlannedMigrations } from './planned-migrations';
import { estimateBody } from './request-body';

export function ReviewTab(props: TabProps) {
  const { draft, targetId } = props;
  const api = useApi();
  const estimate = useMutation({ mutationFn: () => api.send<Estimate>('POST', '/api/estimate', estimateBody(draft, targetId)) });
  const isOne = draft.databases.length <= maxDatabasesPerMigration;
  return (
    <>
      <Facts
        facts={[
          ['Migration name', draft.name],
          ['Migration resource group', resourceGroupOf(draft.resourceGroupId || targetId)],
          ['Acts at Azure', draft.identity === 'app' ? `application ${draft.clientId}` : "the service's own identity"],
          ['Source', sourceOf(draft)],
          ['Databases', draft.databases.join(', ')],
          ['Target', serverName(targetId)],
          ['Authorize DB overwrite', draft.overwrite ? 'Yes' : 'No'],
          ['Migration mode', 'Offline'],
          ...(draft.subnetId ? [['Subnet', draft.subnetId] as const] : []),
        ]}
      />
      {isOne ? (
        <div>
          <Button disabledFocusable={estimate.isPending} onClick={() => estimate.mutate()}>
            {estimate.isPending ? <Spinner size="tiny" /> : undefined} Estimate the duration
          </Button>
        </div>
      ) : (
        <PlannedMigrations {...props} />
      )}
      {estimate.error ? <Problem title="There is no estimate" error={estimate.error} /> : undefined}
      {estimate.data ? (
        <div role="status">
          <Text block weight="semibold">
            About {duration(estimate.data.total.seconds * 1000)} (between {duration(estimate.data.total.from * 1000)} and{' '}
            {duration(estimate.data.total.to * 1000)}), {bytes(estimate.data.peakStorageBytes)} of storage on the target.
          </Text>
          <Text block>{estimate.data.criticalPath.text}</Text>
          {estimate.data.warnings.map((warning) => (
            <Text key={warning} block>
              {warning}
            </Text>
          ))}
        </div>
      ) : undefined}
    </>
  );
}
