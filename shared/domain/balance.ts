/** Divides databases among migrations so that all of them take about as long: by size, at most eight in each. */
import { maxDatabasesPerMigration } from './limits';

export interface SizedDatabase {
  name: string;
  /** Null, where nobody knows, counts as nothing. */
  sizeBytes: number | null;
}

export interface PlannedMigration<Database extends SizedDatabase> {
  sizeBytes: number;
  databases: Database[];
}

/**
 * As few migrations as possible. Greedy, the largest database first, each into the smallest migration that has room; so the largest stands
 * first in its migration.
 */
export function balance<Database extends SizedDatabase>(databases: readonly Database[]): PlannedMigration<Database>[] {
  const count = Math.ceil(databases.length / maxDatabasesPerMigration);
  const migrations = Array.from({ length: count }, (): PlannedMigration<Database> => ({ sizeBytes: 0, databases: [] }));
  const largestFirst = [...databases].sort((one, other) => (other.sizeBytes ?? 0) - (one.sizeBytes ?? 0));
  for (const database of largestFirst) {
    const [smallest] = migrations
      .filter((migration) => migration.databases.length < maxDatabasesPerMigration)
      .sort((one, other) => one.sizeBytes - other.sizeBytes || one.databases.length - other.databases.length);
    if (!smallest) throw new Error('No migration has room, though there is one for every eight databases.');
    smallest.databases.push(database);
    smallest.sizeBytes += database.sizeBytes ?? 0;
  }
  return migrations;
}
