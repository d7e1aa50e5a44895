// Databases whose tables count as large early, on a target that says it has cores to spare.
import type { DatabaseJob, EngineContext } from '../../../shared/engines/engine';
import type { SourceAndTarget } from '../../support/source-and-target';
import { contextFor, jobFor } from './run-job';

export interface Splittable {
  create(database: string, sql: string): Promise<void>;
  jobFor(database: string, vCores: number, extra?: Partial<DatabaseJob>): DatabaseJob;
  context(extra?: Partial<EngineContext>): EngineContext;
}

export function splittable(servers: SourceAndTarget): Splittable {
  return {
    async create(database, sql) {
      await servers.source.createDatabase(database);
      await servers.source.run(database, sql);
    },
    jobFor(database, vCores, extra) {
      const job = jobFor(servers.source, servers.target, database, extra);
      return { ...job, target: { ...job.target, vCores } };
    },
    context: (extra) => contextFor({ splitFromBytes: 100_000, ...extra }),
  };
}
