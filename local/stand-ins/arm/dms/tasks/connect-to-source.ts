// ConnectToSource.PostgreSql.Sync: can the source be reached, and can it be migrated online?
import { z } from 'zod';
import { connectionInfoSchema } from '../mover/connection-info';
import { reportable } from '../mover/failures';
import { withSession } from '../mover/with-session';
import { replicationProblems } from './replication-problems';
import { serverFacts } from './server-facts';
import { question, taskKind } from './task';

/** A server that is not fit is an answer (`validationErrors`); one that cannot be asked fails the task too. Read both. */
export const connectToSource = taskKind({
  input: z.object({ sourceConnectionInfo: connectionInfoSchema }),
  start: ({ sourceConnectionInfo }, { ca, signal }) =>
    question(
      () =>
        withSession(sourceConnectionInfo, { ca, signal }, async (session) => {
          const { version, databases } = await serverFacts(session);
          const validationErrors = await replicationProblems(session);
          const sourceServerBrandVersion = `PostgreSQL ${version}`;
          return [
            { id: sourceConnectionInfo.serverName, sourceServerVersion: version, sourceServerBrandVersion, databases, validationErrors },
          ];
        }),
      (error) => {
        const problem = reportable(error);
        return {
          output: [{ id: sourceConnectionInfo.serverName, databases: [], validationErrors: [problem] }],
          error: { code: 'SourceConnectionFailed', message: problem.message },
        };
      },
    ),
});
