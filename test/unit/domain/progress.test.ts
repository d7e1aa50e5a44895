// The numbers of a whole migration.
import type { DatabaseProgress } from '../../../shared/domain/migration';
import { totalProgress } from '../../../shared/domain/progress';
import type { DatabaseState } from '../../../shared/domain/states';

const progress = (changes: Partial<DatabaseProgress>): DatabaseProgress => ({
  bytesTotal: 100,
  bytesCopied: 50,
  tablesTotal: 2,
  tablesDone: 1,
  tablesLoading: 1,
  tablesFailed: 0,
  phase: 'copy',
  ...changes,
});
const databases = (...states: DatabaseState[]) => states.map((state, number) => ({ number, state }));

test('speeds add up, and the last database ends the migration', () => {
  const running = [progress({ bytesPerSecond: 10, etaSeconds: 5 }), progress({ bytesPerSecond: 20, etaSeconds: 9 })];
  expect(totalProgress(databases('InProgress', 'InProgress'), running)).toEqual({
    bytesCopied: 100,
    bytesTotal: 200,
    bytesPerSecond: 30,
    etaSeconds: 9,
  });
});

test('what has ended counts as copied only; one that nobody can tell the end of leaves the whole without one', () => {
  const ended = progress({ bytesCopied: 100, bytesPerSecond: 7, etaSeconds: 70 });
  expect(totalProgress(databases('Succeeded', 'InProgress'), [ended, progress({ etaSeconds: 3 })])).toEqual({
    bytesCopied: 150,
    bytesTotal: 200,
    etaSeconds: 3,
  });
  expect(totalProgress(databases('InProgress', 'Queued'), [progress({ etaSeconds: 3 }), undefined])).not.toHaveProperty('etaSeconds');
  expect(totalProgress(databases('Failed'), [ended])).not.toHaveProperty('etaSeconds');
});
