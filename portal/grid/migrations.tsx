/** Filter, commands and the grid of migrations, of one server or of all. */
import { makeStyles, Text } from '@fluentui/react-components';
import { useDeferredValue, useState } from 'react';
import { isRunning, useMigrations } from '../api/use-migrations';
import { Loading } from '../parts/loading';
import { Problem } from '../parts/problem';
import { CancelDialog } from './cancel-dialog';
import { Commands } from './commands';
import { EmptyGrid } from './empty-grid';
import { Filters, matchesFilter, noFilter } from './filters';
import { Grid } from './grid';

const useStyles = makeStyles({ page: { display: 'flex', flexDirection: 'column', gap: '12px', flexGrow: 1, minHeight: 0 } });

export function Migrations({ targetId }: { targetId?: string }) {
  const styles = useStyles();
  const { data, error, isFetching, refresh } = useMigrations(targetId);
  const [filter, setFilter] = useState(noFilter);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isCancelling, setIsCancelling] = useState(false);
  const wanted = useDeferredValue(filter);
  const shown = data?.filter((migration) => matchesFilter(migration, wanted));
  const chosen = data?.filter(({ id }) => selected.has(id)) ?? [];
  return (
    <div className={styles.page}>
      <Commands
        targetId={targetId}
        canCancel={chosen.length > 0}
        isRefreshing={isFetching}
        cancel={() => setIsCancelling(true)}
        refresh={refresh}
      />
      <Filters filter={filter} change={setFilter} />
      {error ? <Problem title="The migrations cannot be read" error={error} retry={refresh} /> : undefined}
      {shown && data ? (
        data.length ? (
          <>
            <Text role="status">
              {shown.length === data.length ? `${data.length} migrations` : `${shown.length} of ${data.length} migrations`},{' '}
              {data.filter(isRunning).length} running
            </Text>
            <Grid migrations={shown} showTarget={!targetId} selected={selected} select={setSelected} />
          </>
        ) : (
          <EmptyGrid targetId={targetId} />
        )
      ) : error ? undefined : (
        <Loading what="migrations" />
      )}
      {isCancelling ? (
        <CancelDialog
          migrations={chosen}
          close={() => {
            setIsCancelling(false);
            setSelected(new Set());
            refresh();
          }}
        />
      ) : undefined}
    </div>
  );
}
