/** Cancels the chosen migrations that can still be cancelled, says why the others can't, and what became of each. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
  Text,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useApi, useHasRole } from '../api/api-context';
import type { CancelAnswer, Overview } from '../api/types';
import { isRunning } from '../api/use-migrations';
import { Problem } from '../parts/problem';

/** As many as the route takes at once. */
const perRequest = 100;

export function CancelDialog({ migrations, close }: { migrations: Overview[]; close(): void }) {
  const api = useApi();
  const mayWrite = useHasRole('Migrations.Write');
  const stoppable = migrations.filter(({ allowedActions }) => allowedActions.includes('cancel'));
  const others = migrations.filter((each) => !stoppable.includes(each));
  const cancel = useMutation({
    mutationFn: async () => {
      const answers: CancelAnswer[] = [];
      for (let from = 0; from < stoppable.length; from += perRequest) {
        const ids = stoppable.slice(from, from + perRequest).map(({ id }) => id);
        answers.push(...(await api.send<CancelAnswer[]>('POST', '/api/migrations:cancel', { ids })));
      }
      return answers;
    },
  });
  return (
    <Dialog open onOpenChange={close}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Cancel {migrations.length === 1 ? 'this migration' : `${migrations.length} migrations`}?</DialogTitle>
          <DialogContent>
            {cancel.data ? (
              <ul>
                {cancel.data.map(({ id, name, error }) => (
                  <li key={id}>
                    <b>{name ?? id}</b>: {error ? error.message : 'is being cancelled'}
                  </li>
                ))}
              </ul>
            ) : (
              <>
                <Text block>
                  A database that is not finished does not appear on the target; finished ones stay. A cancelled migration cannot go on;
                  start a new one instead.
                </Text>
                <ul>
                  {stoppable.map(({ id, name }) => (
                    <li key={id}>{name}</li>
                  ))}
                </ul>
              </>
            )}
            {others.length && !cancel.data ? (
              <>
                <Text block>These can not be cancelled:</Text>
                <ul>
                  {others.map((each) => (
                    <li key={each.id}>
                      {each.name}: {isRunning(each) ? 'it is completing' : `it has ended (${each.state})`}
                    </li>
                  ))}
                </ul>
              </>
            ) : undefined}
            {mayWrite ? undefined : <Text block>You lack the role Migrations.Write, which cancelling needs.</Text>}
            {cancel.error ? <Problem title="Nothing was cancelled" error={cancel.error} /> : undefined}
          </DialogContent>
          <DialogActions>
            {cancel.data ? undefined : (
              <Button
                appearance="primary"
                disabledFocusable={!stoppable.length || !mayWrite || cancel.isPending}
                onClick={() => cancel.mutate()}
              >
                {cancel.isPending ? <Spinner size="tiny" /> : undefined} Cancel {stoppable.length} migration
                {stoppable.length === 1 ? '' : 's'}
              </Button>
            )}
            <Button onClick={close}>Close</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
