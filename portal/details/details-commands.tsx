/** The commands of one migration. */
import { Button, Toolbar } from '@fluentui/react-components';
import { useState } from 'react';
import type { Overview } from '../api/types';
import { CancelDialog } from '../grid/cancel-dialog';

export function DetailsCommands({ migration, refresh }: { migration: Overview; refresh(): void }) {
  const [isCancelling, setIsCancelling] = useState(false);
  return (
    <Toolbar aria-label="Commands" style={{ flexWrap: 'wrap', gap: '8px' }}>
      <Button disabledFocusable={!migration.allowedActions.includes('cancel')} onClick={() => setIsCancelling(true)}>
        Cancel migration
      </Button>
      <Button onClick={refresh}>Refresh</Button>
      {isCancelling ? (
        <CancelDialog
          migrations={[migration]}
          close={() => {
            setIsCancelling(false);
            refresh();
          }}
        />
      ) : undefined}
    </Toolbar>
  );
}
