/** First tab: what must be done before, the name, and who acts at Azure. */
import { Link, Radio, RadioGroup, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context';
import { subscriptionOf } from '../parts/format';
import { ChoiceField } from './choice-field';
import type { TabProps } from './draft';
import { targetGroupId } from './request-body';
import { TextField } from './text-field';
import { useCatalog } from './use-catalog';

const docs = 'https://learn.microsoft.com/azure';
const prerequisites: readonly (readonly [string, string])[] = [
  [
    'Create an Azure Active Directory application, unless the service acts by its own identity.',
    `${docs}/active-directory/develop/howto-create-service-principal-portal`,
  ],
  [
    'Create a new client secret for it.',
    `${docs}/active-directory/develop/howto-create-service-principal-portal#option-3-create-a-new-client-secret`,
  ],
  [
    'Assign the role Contributor on source server, target server and migration resource group; with private access on the virtual network, too.',
    `${docs}/role-based-access-control/role-assignments-portal`,
  ],
  [
    'Stop all writes on the source, ideally with the server parameter default_transaction_read_only.',
    `${docs}/postgresql/single-server/how-to-configure-server-parameters-using-portal`,
  ],
];

/** Whether the name is free on this target, asked while it is typed. */
export function useNameProblem(name: string, targetId: string, isValid: boolean): string | undefined {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['name', targetId, name],
    queryFn: () =>
      api.send<{ nameAvailable: boolean; message?: string }>('POST', `${targetId}/checkMigrationNameAvailability?api-version=2025-08-01`, {
        name,
        type: 'Microsoft.DBforPostgreSQL/flexibleServers/migrations',
      }),
    enabled: isValid,
  });
  return data && !data.nameAvailable ? 'is taken: this server has a migration of that name' : undefined;
}

export function SetupTab({ draft, change, problems, targetId }: TabProps) {
  const groups = useCatalog('resourceGroups', { subscriptionId: subscriptionOf(targetId) });
  const own = targetGroupId(targetId);
  const choices = groups.data?.map(({ id, name }) => ({ value: id, text: name }));
  return (
    <>
      <Text block>
        The migration is an offline migration: the source should have no write activity while it runs, and your application a planned
        downtime. Everything that is created for it is cleaned up automatically when it completes.
      </Text>
      <ol aria-label="Prerequisites">
        {prerequisites.map(([text, link]) => (
          <li key={link}>
            {text}{' '}
            <Link inline href={link} target="_blank" rel="noreferrer" aria-label={`How to do: ${text}`}>
              How to do?
            </Link>
          </li>
        ))}
      </ol>
      <TextField label="Migration name" value={draft.name} change={(name) => change({ name })} problem={problems.name} />
      <ChoiceField
        label="Migration resource group"
        value={draft.resourceGroupId || (choices?.find(({ value }) => value.toLowerCase() === own.toLowerCase())?.value ?? '')}
        change={(resourceGroupId) => change({ resourceGroupId })}
        choices={choices}
        error={groups.error}
        problem={problems.resourceGroupId}
      />
      <RadioGroup
        aria-label="Who acts at Azure"
        value={draft.identity}
        onChange={(_event, { value }) => change({ identity: value === 'app' ? 'app' : 'service' })}
      >
        <Radio value="service" label="The service's own identity" />
        <Radio value="app" label="An Azure Active Directory application" />
      </RadioGroup>
      {draft.identity === 'app' ? (
        <>
          <TextField
            label="Azure Active Directory App client id"
            value={draft.clientId}
            change={(clientId) => change({ clientId })}
            problem={problems.clientId}
          />
          <TextField
            label="Azure Active Directory tenant id"
            value={draft.tenantId}
            change={(tenantId) => change({ tenantId })}
            problem={problems.tenantId}
          />
          <TextField
            label="Azure Active Directory Client Secret"
            type="password"
            value={draft.aadSecret}
            change={(aadSecret) => change({ aadSecret })}
            problem={problems.aadSecret}
          />
        </>
      ) : undefined}
    </>
  );
}
