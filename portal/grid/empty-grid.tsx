/** What stands where the rows will be. */
import { Button, Text } from '@fluentui/react-components';
import { useLocation } from 'wouter';
import { paths } from '../parts/paths';

export function EmptyGrid({ targetId }: { targetId: string | undefined }) {
  const [, navigate] = useLocation();
  return (
    <div style={{ padding: '48px 16px', textAlign: 'center' }}>
      <Text block>No migration configured or in progress. Click Migrate from Single Server to begin.</Text>
      <br />
      <Button onClick={() => navigate(targetId ? paths.create(targetId) : paths.chooseTarget)}>Start a migration</Button>
    </div>
  );
}
