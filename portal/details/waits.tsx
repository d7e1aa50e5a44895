/** What the migration waits for, as a call to action. */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { Overview, Wait } from '../api/types';
import { Time } from '../parts/time';
import { DatabasesAnswer } from './databases-answer';
import { OverwriteApproval } from './overwrite-approval';
import { PatchAnswer } from './patch-answer';

const titles: Record<Wait['kind'], string> = {
  replication: 'May logical replication be set up on the source?',
  databases: 'Which databases are to be migrated?',
  overwrite: 'May these databases of the target be overwritten?',
  scheduling: 'When is the data to be moved?',
  window: 'The migration waits for its window',
};

export function Waits({ migration }: { migration: Overview }) {
  return migration.waits
    .filter(({ state }) => state === 'open')
    .map((wait) => (
      <MessageBar key={wait.id} intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{titles[wait.kind]}</MessageBarTitle>
          <div>
            {wait.kind === 'window' ? 'It begins' : 'An answer is waited for until'} <Time at={wait.expiresAt} />
          </div>
          <Answer migration={migration} wait={wait} />
        </MessageBarBody>
      </MessageBar>
    ));
}

function Answer({ migration, wait }: { migration: Overview; wait: Wait }) {
  if (wait.kind === 'overwrite') return <OverwriteApproval migrationId={migration.id} approvalId={wait.approvalId ?? wait.id} />;
  if (wait.kind === 'databases') return <DatabasesAnswer migration={migration} />;
  if (wait.kind === 'replication') {
    return (
      <PatchAnswer
        migration={migration}
        label="Set it up: the source server restarts"
        properties={{ setupLogicalReplicationOnSourceDbIfNeeded: 'True' }}
      />
    );
  }
  return <PatchAnswer migration={migration} label="Start now" properties={{ startDataMigration: 'True' }} />;
}
