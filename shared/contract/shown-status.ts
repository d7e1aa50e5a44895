/** State, sub-state and database states as Azure's resource shows them where the service's own words differ (azure-apis.md 1.5). */
import type { DatabaseRecord, MigrationRecord } from '../domain/migration';
import { isDatabaseEnd } from '../domain/states';

export interface ShownStatus {
  state: string;
  subState: string;
}

const isCanceling = ({ state, cancelRequestedOn }: DatabaseRecord) => cancelRequestedOn !== undefined && !isDatabaseEnd(state);

/** A database that somebody cancelled ends as soon as its running slice sees it; until then it shows so. */
export const shownDatabaseState = (database: DatabaseRecord): string => (isCanceling(database) ? 'Canceling' : database.state);

/** Today's versions: CleaningUp from the decision about the outcome to the end, CancelingRequestedDBMigrations while single databases stop. */
export function currentStatus({ state, subState }: MigrationRecord, databases: DatabaseRecord[]): ShownStatus {
  if (subState === 'CompletingMigration') return { state: 'CleaningUp', subState };
  if (subState === 'MigratingData' && databases.some(isCanceling)) return { state, subState: 'CancelingRequestedDBMigrations' };
  return { state, subState };
}

/** The private preview knows neither validation nor clean-up as states. */
export function previewStatus({ state, subState }: MigrationRecord): ShownStatus {
  return {
    state: state === 'ValidationFailed' ? 'Failed' : state,
    subState: subState === 'ValidationInProgress' ? 'PerformingPreRequisiteSteps' : subState,
  };
}
