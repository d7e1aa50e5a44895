// Migrate.PostgreSql.AzureDbForPostgreSql.Sync: moves the rows of several databases at once.
import { z } from 'zod';
import { type CompletionDesk, completionDesk } from '../mover/completion-desk';
import { addressOf, connectionInfoSchema } from '../mover/connection-info';
import { type DatabaseProgress, isEnded, newProgress } from '../mover/database-progress';
import { wordsOf } from '../mover/failures';
import { moveDatabase } from '../mover/move-database';
import { withSession } from '../mover/with-session';
import { serverFacts } from './server-facts';
import { type RunningTask, type TaskContext, type TaskEnd, taskKind } from './task';
import { type MigrationProgress, migrationIdentifier, migrationOutput } from './task-output';

const tableName = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);

const inputSchema = z.object({
  sourceConnectionInfo: connectionInfoSchema,
  targetConnectionInfo: connectionInfoSchema,
  selectedDatabases: z
    .array(
      z.looseObject({
        name: z.string().min(1),
        targetDatabaseName: z.string().optional(),
        /** Known since 2021-06-30; all tables when absent. */
        selectedTables: z.array(tableName).nullish(),
      }),
    )
    .min(1),
});
type MigrateInput = z.infer<typeof inputSchema>;

export const migrate = taskKind({ input: inputSchema, needsPremium: true, start });

function start(input: MigrateInput, context: TaskContext): RunningTask {
  const id = migrationIdentifier();
  const databases = input.selectedDatabases.map(({ name }) => ({ progress: newProgress(name), desk: completionDesk() }));
  const migration: MigrationProgress = {
    startedOn: new Date(),
    sourceServer: input.sourceConnectionInfo.serverName,
    targetServer: input.targetConnectionInfo.serverName,
    databases: databases.map(({ progress }) => progress),
  };
  context.signal.addEventListener('abort', () => {
    for (const database of migration.databases) if (!isEnded(database)) database.state = 'CANCELLING';
  });
  return {
    output: () => migrationOutput(id, migration),
    ended: run(input, context, migration, databases),
    async completeDatabase(name) {
      const found = databases.find(({ progress }) => progress.name === name);
      if (!found) return `Database '${name}' is not part of this task.`;
      // The mover looks at requests only once it is ready.
      if (found.progress.state !== 'READY_TO_COMPLETE')
        return `Database '${name}' is in state ${found.progress.state}, not READY_TO_COMPLETE.`;
      return found.desk.request();
    },
  };
}

async function run(
  input: MigrateInput,
  context: TaskContext,
  migration: MigrationProgress,
  databases: { progress: DatabaseProgress; desk: CompletionDesk }[],
): Promise<TaskEnd> {
  const { sourceConnectionInfo: source, targetConnectionInfo: target } = input;
  try {
    migration.sourceServerVersion = (await withSession(source, context, serverFacts)).version;
    migration.targetServerVersion = (await withSession(target, context, serverFacts)).version;
  } catch (error) {
    if (!context.signal.aborted) migration.failure = wordsOf(error);
    for (const database of migration.databases) database.state = context.signal.aborted ? 'CANCELLED' : 'FAILED';
  }
  if (!migration.failure) {
    await Promise.all(
      input.selectedDatabases.map(({ name, targetDatabaseName = name, selectedTables }, index) => {
        const database = databases[index];
        if (!database || isEnded(database.progress)) return undefined;
        const move = { source, target, name, targetName: targetDatabaseName, selectedTables: selectedTables ?? undefined, ca: context.ca };
        return moveDatabase(move, database.progress, { ...context, desk: database.desk });
      }),
    );
  }
  migration.endedOn = new Date();
  return endOf(migration, `${addressOf(source).host} to ${addressOf(target).host}`);
}

function endOf({ databases, failure }: MigrationProgress, what: string): TaskEnd {
  if (failure) return { outcome: 'Failed', errors: [{ code: 'MigrationFailed', message: failure }] };
  const details = databases.flatMap((database) =>
    database.failure ? [{ code: 'DatabaseMigrationFailed', message: `Database '${database.name}': ${database.failure.message}` }] : [],
  );
  if (details.length > 0) {
    const message = `Migration of ${details.length} of ${databases.length} databases from ${what} failed.`;
    return { outcome: 'Failed', errors: [{ code: 'MigrationFailed', message, details }] };
  }
  return { outcome: databases.some(({ state }) => state === 'CANCELLED') ? 'Canceled' : 'Succeeded', errors: [] };
}
