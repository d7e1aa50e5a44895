/** What a migration leaves to read: its events in order, and the reports of its databases. Both outlive the migration's deletion. */
import type { CloudEventJson } from '../domain/events';
import type { DatabaseReport } from '../engines/engine';
import { readDatabases } from '../state/databases';
import { eventsAfter } from '../state/outbox';
import { readReport } from '../state/reports';

export async function listEvents(migrationId: string, after: number): Promise<CloudEventJson[]> {
  const events: CloudEventJson[] = [];
  for await (const event of eventsAfter(migrationId, after)) events.push(event);
  return events;
}

/** Reports of the databases that were copied, by number. */
export async function readReports(migrationId: string): Promise<DatabaseReport[]> {
  const databases = await readDatabases(migrationId);
  const reports = await Promise.all(databases.map(({ number }) => readReport(migrationId, number)));
  return reports.filter((report) => report !== undefined);
}
