// Asks the service whether it can use both servers, before any of them is touched: its own tasks, read and told in its words.
import { type DmsProjectId, type DmsTaskId, dmsTaskId } from '../../azure/dms-resources';
import { createDmsTask, type DmsTask, type DmsTaskProperties, findDmsTask } from '../../azure/dms-tasks';
import { fail } from '../../domain/error-codes';
import { withoutSecrets } from '../../domain/without-secrets';
import type { EngineContext, MigrationJob, Prepared } from '../engine';
import { connectionInfo, secretsOf } from './connection-info';
import { type DmsPlace, lookAgainMs, marksOf } from './place';
import { complaintsOf } from './task-words';

interface Question {
  task: DmsTaskId;
  /** `use the source server 'x'`. */
  to: string;
  properties: DmsTaskProperties;
}

/** Throws DMS_VALIDATION_FAILED with everything that the service found. */
export async function checkServers(
  job: MigrationJob,
  place: DmsPlace,
  { isWanted, willCreate }: Pick<EngineContext, 'isWanted' | 'willCreate'>,
): Promise<Prepared> {
  const asked = questionsOf(job, place);
  const answers = await Promise.all(asked.map(({ task }) => findDmsTask(place.identity, task)));
  const unasked = asked.filter((_, index) => !answers[index]);
  if (unasked.length && !(await isWanted())) return { kind: 'notYet', retryAfterMs: lookAgainMs(undefined) };
  for (const { task, properties } of unasked) {
    await willCreate({ kind: 'dmsTask', name: dmsTaskId(task) });
    await createDmsTask(place.identity, task, properties, secretsOf(job));
  }
  const open = answers.find((answer) => answer?.isRunning);
  if (unasked.length || open) return { kind: 'notYet', retryAfterMs: lookAgainMs(open?.properties.clientData) };
  const complaints = asked.flatMap(({ to }, index) => complaintsAbout(to, answers[index]));
  if (complaints.length === 0) return { kind: 'ready' };
  throw fail('DMS_VALIDATION_FAILED', withoutSecrets(complaints.join(' '), secretsOf(job)));
}

/** By what is asked: the source, the target, the tables. */
export const checkTasks = (project: DmsProjectId): [DmsTaskId, DmsTaskId, DmsTaskId] => [
  { ...project, task: 'check-source' },
  { ...project, task: 'check-target' },
  { ...project, task: 'check-tables' },
];

function complaintsAbout(to: string, answer: DmsTask | undefined): string[] {
  const complaints = answer ? complaintsOf(answer.properties) : [];
  return complaints.length ? [`Azure Database Migration Service cannot ${to}: ${complaints.join(' ')}`] : [];
}

function questionsOf({ source, target, databases }: MigrationJob, place: DmsPlace): Question[] {
  const clientData = marksOf(place);
  const from = connectionInfo(source);
  const names = databases.map(({ name }) => name);
  const [aboutSource, aboutTarget, aboutTables] = checkTasks(place.project);
  return [
    {
      task: aboutSource,
      to: `use the source server '${source.host}'`,
      properties: { taskType: 'ConnectToSource.PostgreSql.Sync', clientData, input: { sourceConnectionInfo: from } },
    },
    {
      task: aboutTarget,
      to: `use the target server '${target.host}'`,
      properties: {
        taskType: 'ConnectToTarget.AzureDbForPostgreSql.Sync',
        clientData,
        input: { sourceConnectionInfo: from, targetConnectionInfo: connectionInfo(target) },
      },
    },
    {
      task: aboutTables,
      to: `read the tables of ${names.map((name) => `'${name}'`).join(', ')}`,
      properties: { taskType: 'GetUserTablesPostgreSql', clientData, input: { connectionInfo: from, selectedDatabases: names } },
    },
  ];
}
