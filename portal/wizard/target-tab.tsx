/** Third tab: the flexible server, and whether its databases may be overwritten. */
import { Field, MessageBar, MessageBarBody, Select } from '@fluentui/react-components';
import { Facts } from '../parts/facts';
import { resourceGroupOf, serverName, subscriptionOf } from '../parts/format';
import type { TabProps } from './draft';
import { TextField } from './text-field';
import { useTarget } from './use-target';

export function TargetTab({ draft, change, problems, targetId }: TabProps) {
  const target = useTarget(targetId);
  return (
    <>
      <Facts
        facts={[
          ['Subscription', subscriptionOf(targetId)],
          ['Resource group', resourceGroupOf(targetId)],
          ['Server name', target?.fullyQualifiedDomainName ?? serverName(targetId)],
          ['Location', target?.location ?? '--'],
          ['PostgreSQL version', target?.version ?? '--'],
          ['Server admin login name', target?.administratorLogin ?? '--'],
        ]}
      />
      <TextField
        label="Target password"
        type="password"
        value={draft.targetPassword}
        change={(targetPassword) => change({ targetPassword })}
        problem={problems.targetPassword}
      />
      <Field label="Authorize DB overwrite">
        <Select value={draft.overwrite ? 'Yes' : 'No'} onChange={(_event, { value }) => change({ overwrite: value === 'Yes' })}>
          <option>No</option>
          <option>Yes</option>
        </Select>
      </Field>
      <MessageBar intent={draft.overwrite ? 'warning' : 'info'} layout="multiline">
        <MessageBarBody>
          {draft.overwrite
            ? 'If databases chosen to migrate are already there on the target, the migration overwrites their data without asking again.'
            : 'If databases chosen to migrate are already there on the target, the migration waits and asks whether to overwrite them or to cancel.'}
        </MessageBarBody>
      </MessageBar>
    </>
  );
}
