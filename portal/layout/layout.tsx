/** What every page has around it: the bar with the way home, theme and account, the state of the connection, and notifications. */
import { Button, Link, makeStyles, Text, Toaster, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Link as RouteLink } from 'wouter';
import { useSession } from '../api/api-context';
import { paths } from '../parts/paths';
import { ConnectionBanner } from './connection-banner';
import { toasterId } from './use-notify';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 12px',
    padding: '8px 16px',
    backgroundColor: tokens.colorNeutralBackground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  space: { flexGrow: 1 },
  main: { display: 'flex', flexDirection: 'column', gap: '12px', padding: '16px', minHeight: 0, flexGrow: 1 },
});

export function Layout({ isDark, toggleTheme, children }: { isDark: boolean; toggleTheme(): void; children: ReactNode }) {
  const styles = useStyles();
  const { user } = useSession();
  return (
    <>
      <header className={styles.bar}>
        <RouteLink href={paths.fleet} asChild>
          <Link appearance="subtle">
            <Text weight="semibold" size={400}>
              PostgreSQL migrations
            </Text>
          </Link>
        </RouteLink>
        <span className={styles.space} />
        <Button appearance="subtle" onClick={toggleTheme}>
          {isDark ? 'Light theme' : 'Dark theme'}
        </Button>
        {user ? (
          <>
            <Text>{user.name}</Text>
            <Button appearance="subtle" onClick={user.signOut}>
              Sign out
            </Button>
          </>
        ) : undefined}
      </header>
      <ConnectionBanner />
      <main className={styles.main}>{children}</main>
      <Toaster toasterId={toasterId} position="top-end" />
    </>
  );
}
