/** A migration as the store gives it, for tests of what is written from it. */
import type { DatabaseProgress, MigrationRecord } from '../../../shared/domain/migration';
import type { MigrationView } from '../../../shared/migrations/types';
import { sourceId } from './bodies';

export const progress: DatabaseProgress = {
  bytesTotal: 100,
  bytesCopied: 40,
  tablesTotal: 10,
  tablesDone: 3,
  tablesLoading: 2,
  tablesFailed: 1,
  phase: 'copy',
};

export function view(changes: Partial<MigrationRecord> = {}, rows: Partial<Omit<MigrationView, 'record'>> = {}): MigrationView {
  const id = '11111111-2222-3333-4444-555555555555';
  const record: MigrationRecord = {
    id,
    name: 'Mig-1',
    target: { subscriptionId: 'S', resourceGroup: 'rg', server: 'target' },
    visibility: 'Visible',
    request: {
      location: 'westeurope',
      tags: { team: 'dba' },
      sourceServer: { kind: 'singleServer', resourceId: sourceId, subscriptionId: 'S', resourceGroup: 'rg', server: 'src' },
      sourceDbServerResourceId: sourceId,
      migrationMode: 'Offline',
      migrationOption: 'ValidateAndMigrate',
      databases: ['app', 'shop'],
      overwriteDatabases: true,
      setupLogicalReplication: false,
      engine: 'direct',
    },
    contentHash: 'x',
    standingOverwrite: true,
    state: 'InProgress',
    subState: 'MigratingData',
    lastStep: [3, 0],
    lastSequence: 2,
    createdOn: '2026-06-01T12:00:00.000Z',
    changedOn: '2026-06-01T12:00:05.000Z',
    cleanup: 'None',
    createdBy: 'me',
    ...changes,
  };
  return {
    record,
    etag: 'W/"datetime\'2026-06-01T12%3A00%3A00.0000000Z\'"',
    databases: [
      { migrationId: id, number: 0, name: 'app', state: 'InProgress', startedOn: '2026-06-01T12:00:04.000Z' },
      { migrationId: id, number: 1, name: 'shop', state: 'Queued' },
    ],
    progress: [progress, undefined],
    waits: [],
    cleanUp: [],
    ...rows,
  };
}
