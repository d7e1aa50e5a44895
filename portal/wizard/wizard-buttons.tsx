/** The way back and forth, and on the last tab the buttons that create. */
import { Button, makeStyles, Spinner, Text } from '@fluentui/react-components';
import { useLocation } from 'wouter';
import { useHasRole } from '../api/api-context';
import { useNotify } from '../layout/use-notify';
import { paths } from '../parts/paths';
import { Problem } from '../parts/problem';
import type { Draft } from './draft';
import { type Tab, tabs, tabTitles } from './tabs';
import { useCreate } from './use-create';

const useStyles = makeStyles({ row: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' } });

interface WizardButtonsProps {
  draft: Draft;
  targetId: string;
  tab: Tab;
  go(tab: Tab): void;
}

export function WizardButtons({ draft, targetId, tab, go }: WizardButtonsProps) {
  const styles = useStyles();
  const [, navigate] = useLocation();
  const notify = useNotify();
  const mayWrite = useHasRole('Migrations.Write');
  const { create, isReady } = useCreate(draft, targetId);
  const at = tabs.indexOf(tab);
  const [before, after] = [tabs[at - 1], tabs[at + 1]];
  const start = (option: 'Validate' | 'ValidateAndMigrate') =>
    create.mutate(option, {
      onSuccess: (names) => {
        notify('success', 'Successfully created migration', names.join(', '));
        navigate(paths.server(targetId));
      },
    });
  const cannot = !isReady || !mayWrite || create.isPending;
  return (
    <>
      {create.error ? <Problem title="The migration was not created" error={create.error} /> : undefined}
      <div className={styles.row}>
        {before ? <Button onClick={() => go(before)}>Previous</Button> : undefined}
        {after ? (
          <Button appearance="primary" onClick={() => go(after)}>
            Next : {tabTitles[after]}
          </Button>
        ) : (
          <>
            <Button disabledFocusable={cannot} onClick={() => start('Validate')}>
              Validate only
            </Button>
            <Button appearance="primary" disabledFocusable={cannot} onClick={() => start('ValidateAndMigrate')}>
              Create
            </Button>
            {create.isPending ? <Spinner size="tiny" label="Creating" /> : undefined}
            {mayWrite ? undefined : <Text>You lack the role Migrations.Write, which creating a migration needs.</Text>}
          </>
        )}
      </div>
    </>
  );
}
