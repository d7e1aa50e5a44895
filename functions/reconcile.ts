// Every 30 seconds: sets migrations going again that stand still, and finishes what clean-up left.
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { reconcile } from '../shared/migrations/reconcile';
import { eventLog } from './event-log';
import { instancePort } from './http/instance-port';

app.timer('reconcile', {
  schedule: '*/30 * * * * *',
  extraInputs: [df.input.durableClient()],
  handler: (_timer, context) =>
    reconcile(
      instancePort(context),
      (migrationId, error) => {
        context.error(`Reconciling migration ${migrationId} failed: ${error instanceof Error ? error.message : String(error)}`);
      },
      eventLog(context),
    ),
});
