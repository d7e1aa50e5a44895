/** Source, target, state, and what to do next. */
import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, Text, Title3 } from '@fluentui/react-components';
import type { Overview } from '../api/types';
import { Facts } from '../parts/facts';
import { bytes, duration, resourceGroupOf, serverName, subscriptionOf, words } from '../parts/format';
import { Status } from '../parts/status';
import { Time } from '../parts/time';

const useStyles = makeStyles({
  columns: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(320px, 100%), 1fr))', gap: '16px' },
});

const server = (id: string, metadata: Overview['sourceServer']) =>
  [
    ['Server name', serverName(id)],
    ['Subscription', subscriptionOf(id)],
    ['Resource group', resourceGroupOf(id)],
    ['Location', metadata?.location ?? '--'],
    ['Version', metadata?.version ?? '--'],
  ] as const;

export function Summary({ migration }: { migration: Overview }) {
  const styles = useStyles();
  const { state, subState, error, createdOn, endedOn, databases, bytesPerSecond, etaSeconds, warnings, nextSteps } = migration;
  return (
    <>
      {error ? (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{error.message}</MessageBarTitle>
            {error.hint} <code>{error.code}</code>
          </MessageBarBody>
        </MessageBar>
      ) : undefined}
      <div className={styles.columns}>
        <section aria-label="Source">
          <Title3 as="h2">Source</Title3>
          <Facts
            facts={[...server(migration.source, migration.sourceServer), ['Databases', databases.map(({ name }) => name).join(', ')]]}
          />
        </section>
        <section aria-label="Target">
          <Title3 as="h2">Target</Title3>
          <Facts facts={server(migration.target, migration.targetServer)} />
        </section>
        <section aria-label="Status">
          <Title3 as="h2">Status</Title3>
          <div role="status">
            <Facts
              facts={[
                ['State', <Status key="state" state={state} />],
                ['Step', words(subState)],
                ['Started', <Time key="start" at={createdOn} />],
                ['Ended', <Time key="end" at={endedOn} />],
                ...(endedOn ? [['Duration', duration(Date.parse(endedOn) - Date.parse(createdOn))] as const] : []),
                ...(bytesPerSecond === undefined ? [] : [['Speed', `${bytes(bytesPerSecond)}/s`] as const]),
                ...(etaSeconds === undefined ? [] : [['Time left', `about ${duration(etaSeconds * 1000)}`] as const]),
              ]}
            />
          </div>
        </section>
      </div>
      {warnings.length ? <Notes title="Warnings" notes={warnings} /> : undefined}
      {nextSteps.length ? <Notes title="Next steps" notes={nextSteps} /> : undefined}
    </>
  );
}

function Notes({ title, notes }: { title: string; notes: readonly string[] }) {
  return (
    <section aria-label={title}>
      <Title3 as="h2">{title}</Title3>
      <ul>
        {notes.map((note) => (
          <li key={note}>
            <Text>{note}</Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
