// Every hour: forgets the history of orchestrations that ended, a week after they began. What they did stands in the tables.
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { historyRetentionMs } from '../shared/domain/limits';

/** Running ones are never named: the filter would delete them too (functions-host.md 8). */
const ended = [df.OrchestrationRuntimeStatus.Completed, df.OrchestrationRuntimeStatus.Failed, df.OrchestrationRuntimeStatus.Terminated];

app.timer('purgeHistory', {
  schedule: '0 17 * * * *',
  extraInputs: [df.input.durableClient()],
  handler: async (_timer, context) => {
    const { instancesDeleted } = await df.getClient(context).purgeInstanceHistoryBy({
      createdTimeFrom: new Date(0),
      createdTimeTo: new Date(Date.now() - historyRetentionMs),
      runtimeStatus: ended,
    });
    if (instancesDeleted) context.info(`Forgot the history of ${instancesDeleted} orchestrations.`);
  },
});
