// Every hour: looks for what migrations may have left in Azure behind the back of their clean-up, and has it removed.
import { app } from '@azure/functions';
import { findOrphans } from '../shared/migrations/find-orphans';

app.timer('findOrphans', {
  schedule: '0 43 * * * *',
  handler: async (_timer, context) => {
    const orphans = await findOrphans((place, error) => {
      context.warn(`Looking for left-overs (${place}) failed: ${error instanceof Error ? error.message : String(error)}`);
    });
    for (const { migrationId, resourceId } of orphans) context.warn(`Migration ${migrationId} left ${resourceId}: it is being removed.`);
  },
});
