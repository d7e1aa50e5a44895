/** The pages of the portal by their addresses. What is not needed for the first look is loaded when it is. */
import { FluentProvider, makeStyles } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Route, Router, Switch } from 'wouter';
import { createQueryClient } from './api/query-client';
import { FleetPage } from './grid/fleet-page';
import { ServerPage } from './grid/server-page';
import { Layout } from './layout/layout';
import { useTheme } from './layout/use-theme';
import { Loading } from './parts/loading';
import { SignedIn } from './sign-in/signed-in';

const DetailsPage = lazy(async () => ({ default: (await import('./details/details-page')).DetailsPage }));
const WizardPage = lazy(async () => ({ default: (await import('./wizard/wizard-page')).WizardPage }));
const ChooseTargetPage = lazy(async () => ({ default: (await import('./wizard/choose-target-page')).ChooseTargetPage }));

const useStyles = makeStyles({ page: { display: 'flex', flexDirection: 'column', minHeight: '100%' } });

export function App() {
  const styles = useStyles();
  const [client] = useState(createQueryClient);
  const { theme, isDark, toggle } = useTheme();
  return (
    <FluentProvider theme={theme} className={styles.page}>
      <QueryClientProvider client={client}>
        <Router base="/portal">
          <SignedIn>
            <Layout isDark={isDark} toggleTheme={toggle}>
              <Suspense fallback={<Loading what="the page" />}>
                <Switch>
                  <Route path="/" component={FleetPage} />
                  <Route path="/new" component={ChooseTargetPage} />
                  <Route path="/servers/:subscription/:group/:server" component={ServerPage} />
                  <Route path="/servers/:subscription/:group/:server/new" component={WizardPage} />
                  <Route path="/migrations/:id" component={DetailsPage} />
                  <Route>There is no such page.</Route>
                </Switch>
              </Suspense>
            </Layout>
          </SignedIn>
        </Router>
      </QueryClientProvider>
    </FluentProvider>
  );
}
