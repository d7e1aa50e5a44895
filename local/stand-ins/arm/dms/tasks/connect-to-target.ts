// ConnectToTarget.AzureDbForPostgreSql.Sync: can the target be reached, and is its version high enough?
import { z } from 'zod';
import { connectionInfoSchema } from '../mover/connection-info';
import { reportable } from '../mover/failures';
import { withSession } from '../mover/with-session';
import { serverFacts } from './server-facts';
import { question, taskKind } from './task';

const numbersPerMajor = 10_000; // server_version_num of 16.14 is 160014

export const connectToTarget = taskKind({
  input: z.object({ sourceConnectionInfo: connectionInfoSchema, targetConnectionInfo: connectionInfoSchema }),
  start: ({ sourceConnectionInfo, targetConnectionInfo }, { ca, signal }) =>
    question(
      async () => {
        const source = await withSession(sourceConnectionInfo, { ca, signal }, serverFacts);
        const target = await withSession(targetConnectionInfo, { ca, signal }, serverFacts);
        const isLower = Math.floor(target.versionNumber / numbersPerMajor) < Math.floor(source.versionNumber / numbersPerMajor);
        const message = `Migration from PostgreSQL ${source.version} to ${target.version} isn't supported: only to the same or a higher version.`;
        return [
          {
            id: targetConnectionInfo.serverName,
            targetServerVersion: target.version,
            targetServerBrandVersion: `PostgreSQL ${target.version}`,
            databases: target.databases,
            validationErrors: isLower ? [{ message }] : [],
          },
        ];
      },
      (error) => {
        const problem = reportable(error);
        return {
          output: [{ id: targetConnectionInfo.serverName, databases: [], validationErrors: [problem] }],
          error: { code: 'TargetConnectionFailed', message: problem.message },
        };
      },
    ),
});
