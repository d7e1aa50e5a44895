/** Picks the flexible server that a migration goes to. */
import { Button, makeStyles, Title2 } from '@fluentui/react-components';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { paths } from '../parts/paths';
import { usePageTitle } from '../parts/use-page-title';
import { ChoiceField } from './choice-field';
import { useCatalog } from './use-catalog';

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '560px' } });

export function ChooseTargetPage() {
  const styles = useStyles();
  const [, navigate] = useLocation();
  const [picked, setPicked] = useState('');
  const [targetId, setTargetId] = useState('');
  usePageTitle('Choose the target');
  const subscriptions = useCatalog('subscriptions', {});
  const subscriptionId = picked || (subscriptions.data?.[0]?.subscriptionId ?? '');
  const servers = useCatalog('servers', subscriptionId ? { subscriptionId, kind: 'target' } : undefined);
  return (
    <div className={styles.form}>
      <Title2 as="h1">Which flexible server do you migrate into?</Title2>
      <ChoiceField
        label="Subscription"
        value={subscriptionId}
        change={(id) => {
          setPicked(id);
          setTargetId('');
        }}
        choices={subscriptions.data?.map(({ subscriptionId: value, name }) => ({ value, text: name }))}
        error={subscriptions.error}
      />
      <ChoiceField
        label="Flexible server"
        value={targetId}
        change={setTargetId}
        choices={servers.data?.map(({ id, name, resourceGroup }) => ({ value: id, text: `${name} (${resourceGroup})` }))}
        error={servers.error}
        none="Select a server"
      />
      <div>
        <Button appearance="primary" disabledFocusable={!targetId} onClick={() => navigate(paths.create(targetId))}>
          Next
        </Button>
      </div>
    </div>
  );
}
