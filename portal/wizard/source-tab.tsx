/** Second tab: the server that databases come from, and which of them. */
import { MessageBar, MessageBarBody, MessageBarTitle, Radio, RadioGroup } from '@fluentui/react-components';
import { Facts } from '../parts/facts';
import { ChoiceField } from './choice-field';
import { DatabasePicker } from './database-picker';
import type { TabProps } from './draft';
import { TextField } from './text-field';
import { useCatalog } from './use-catalog';

export function SourceTab(props: TabProps) {
  const { draft, change, problems } = props;
  return (
    <>
      <RadioGroup
        aria-label="Where the source is"
        layout="horizontal"
        value={draft.sourceKind}
        onChange={(_event, { value }) => change({ sourceKind: value === 'azure' ? 'azure' : 'address', databases: [] })}
      >
        <Radio value="azure" label="A server in Azure" />
        <Radio value="address" label="Any PostgreSQL server by its address" />
      </RadioGroup>
      {draft.sourceKind === 'azure' ? (
        <AzureServer {...props} />
      ) : (
        <TextField
          label="Server address"
          hint="host:port@user"
          value={draft.sourceAddress}
          change={(sourceAddress) => change({ sourceAddress, databases: [] })}
          problem={problems.sourceAddress}
        />
      )}
      <TextField
        label="Source password"
        type="password"
        value={draft.sourcePassword}
        change={(sourcePassword) => change({ sourcePassword })}
        problem={problems.sourcePassword}
      />
      <DatabasePicker {...props} />
      <Facts facts={[['Migration mode', 'Offline']]} />
      <MessageBar layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>Restrictions</MessageBarTitle>
          <ol>
            <li>There will be a downtime to your application: from a few minutes to a few hours, depending on the size of the data.</li>
            <li>Recommended for single databases of at most 1 TB.</li>
            <li>One migration takes up to 8 databases of a server. For more, several migrations are created.</li>
          </ol>
        </MessageBarBody>
      </MessageBar>
    </>
  );
}

function AzureServer({ draft, change, problems }: TabProps) {
  const subscriptions = useCatalog('subscriptions', {});
  const groups = useCatalog('resourceGroups', draft.subscriptionId ? { subscriptionId: draft.subscriptionId } : undefined);
  const servers = useCatalog(
    'servers',
    draft.subscriptionId
      ? { subscriptionId: draft.subscriptionId, ...(draft.sourceGroup ? { resourceGroup: draft.sourceGroup } : {}), kind: 'source' }
      : undefined,
  );
  const chosen = servers.data?.find(({ id }) => id === draft.sourceId);
  return (
    <>
      <ChoiceField
        label="Subscription"
        value={draft.subscriptionId}
        change={(subscriptionId) => change({ subscriptionId, sourceGroup: '', sourceId: '', databases: [] })}
        choices={subscriptions.data?.map(({ subscriptionId, name }) => ({ value: subscriptionId, text: name }))}
        error={subscriptions.error}
      />
      <ChoiceField
        label="Resource group"
        value={draft.sourceGroup}
        change={(sourceGroup) => change({ sourceGroup, sourceId: '', databases: [] })}
        choices={groups.data?.map(({ name }) => ({ value: name, text: name }))}
        error={groups.error}
        none="All"
        required={false}
      />
      <ChoiceField
        label="Server name"
        value={draft.sourceId}
        change={(sourceId) => change({ sourceId, databases: [] })}
        choices={servers.data?.map(({ id, name, state }) => ({ value: id, text: state === 'Ready' ? name : `${name} (${state})` }))}
        error={servers.error}
        none="Select a server"
        problem={problems.sourceId}
      />
      <Facts
        facts={[
          ['Location', chosen?.location ?? '--'],
          ['PostgreSQL version', chosen?.version ?? '--'],
          ['Server admin login name', chosen?.administratorLogin ?? '--'],
        ]}
      />
    </>
  );
}
