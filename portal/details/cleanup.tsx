/** What the migration had made, and that it is gone. */
import { Text } from '@fluentui/react-components';
import type { Cleanup as CleanupState } from '../api/types';
import { DataTable } from '../parts/data-table';

export function Cleanup({ cleanup }: { cleanup: CleanupState }) {
  const told = { None: 'Nothing has been cleaned up yet.', Pending: 'Clean-up goes on.', Completed: 'Everything is cleaned up.' };
  return (
    <>
      <Text block role="status">
        {told[cleanup.state]}
      </Text>
      <DataTable
        label="Clean-up"
        head={['Kind', 'Name', 'What became of it', 'To remove it by hand']}
        rows={cleanup.items.map(({ kind, name, fate, command }) => ({
          key: `${kind} ${name}`,
          cells: [kind, name, fate, command ? <code key="command">{command}</code> : '--'],
        }))}
      />
    </>
  );
}
