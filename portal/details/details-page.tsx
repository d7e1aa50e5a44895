/** One migration: what it is, what it does now, what it waits for, and what came of it. */
import { Breadcrumb, BreadcrumbButton, BreadcrumbDivider, BreadcrumbItem, Tab, TabList, Title2 } from '@fluentui/react-components';
import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { serverName } from '../parts/format';
import { Loading } from '../parts/loading';
import { paths } from '../parts/paths';
import { Problem } from '../parts/problem';
import { usePageTitle } from '../parts/use-page-title';
import { Cleanup } from './cleanup';
import { DetailsCommands } from './details-commands';
import { Events } from './events';
import { Findings } from './findings';
import { Progress } from './progress';
import { ReportTab } from './report-tab';
import { Summary } from './summary';
import { useMigration } from './use-migration';
import { Waits } from './waits';

const tabTitles = { progress: 'Databases', findings: 'Findings', events: 'Timeline', report: 'Report', cleanup: 'Clean-up' } as const;
type TabName = keyof typeof tabTitles;

export function DetailsPage() {
  const { id = '' } = useParams<{ id: string }>();
  const [, navigate] = useLocation();
  const [tab, setTab] = useState<TabName>('progress');
  const { data: migration, error, refetch } = useMigration(id);
  usePageTitle(migration?.name ?? 'Migration');
  if (!migration) {
    return error ? (
      <Problem title="The migration cannot be read" error={error} retry={() => refetch()} />
    ) : (
      <Loading what="the migration" />
    );
  }
  return (
    <>
      <Breadcrumb aria-label="Where you are">
        <BreadcrumbItem>
          <BreadcrumbButton onClick={() => navigate(paths.server(migration.target))}>{serverName(migration.target)}</BreadcrumbButton>
        </BreadcrumbItem>
        <BreadcrumbDivider />
        <BreadcrumbItem>
          <BreadcrumbButton current>{migration.name}</BreadcrumbButton>
        </BreadcrumbItem>
      </Breadcrumb>
      <Title2 as="h1">{migration.name}</Title2>
      <DetailsCommands migration={migration} refresh={() => refetch()} />
      <Waits migration={migration} />
      <Summary migration={migration} />
      <TabList
        style={{ flexWrap: 'wrap' }}
        aria-label="More about this migration"
        selectedValue={tab}
        onTabSelect={(_event, { value }) => setTab(value as TabName)}
      >
        {Object.entries(tabTitles).map(([name, title]) => (
          <Tab key={name} id={`tab-${name}`} value={name} aria-controls="tab-content">
            {title}
          </Tab>
        ))}
      </TabList>
      <div id="tab-content" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'progress' ? <Progress migration={migration} /> : undefined}
        {tab === 'findings' ? <Findings migration={migration} /> : undefined}
        {tab === 'events' ? <Events migration={migration} /> : undefined}
        {tab === 'report' ? <ReportTab migration={migration} /> : undefined}
        {tab === 'cleanup' ? <Cleanup cleanup={migration.cleanup} /> : undefined}
      </div>
    </>
  );
}
