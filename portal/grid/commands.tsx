/** The commands above the grid. */
import { Button, Toolbar } from '@fluentui/react-components';
import { useLocation } from 'wouter';
import { paths } from '../parts/paths';

interface CommandsProps {
  targetId: string | undefined;
  canCancel: boolean;
  isRefreshing: boolean;
  cancel(): void;
  refresh(): void;
}

export function Commands({ targetId, canCancel, isRefreshing, cancel, refresh }: CommandsProps) {
  const [, navigate] = useLocation();
  return (
    <Toolbar aria-label="Commands" style={{ flexWrap: 'wrap', gap: '8px' }}>
      <Button appearance="primary" onClick={() => navigate(targetId ? paths.create(targetId) : paths.chooseTarget)}>
        Migrate from Single Server
      </Button>
      <Button disabledFocusable={!canCancel} onClick={cancel}>
        Cancel
      </Button>
      <Button onClick={refresh} disabledFocusable={isRefreshing}>
        Refresh
      </Button>
    </Toolbar>
  );
}
