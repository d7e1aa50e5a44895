// An Azure Function that Event Grid calls: says how each migration ended. Event Grid promises no order and may call twice, so it looks at one event only.
import { app, type EventGridEvent, type InvocationContext } from '@azure/functions';

interface MigrationStatusChanged {
  type: string;
  data: { migrationName: string; state: string; isTerminal: boolean; error?: { code: string; hint: string }; links: { self: string } };
}

app.eventGrid('onMigrationEnded', {
  // The topic delivers CloudEvents 1.0; the type of @azure/functions knows the older schema only.
  handler: (given: EventGridEvent, context: InvocationContext) => {
    const { type, data } = given as unknown as MigrationStatusChanged;
    if (type !== 'PgMigration.MigrationStatusChanged.v1' || !data.isTerminal) return;
    const { migrationName, state, error, links } = data;
    context.log(`Migration ${migrationName} ended ${state}${error ? ` (${error.code}: ${error.hint})` : ''}: ${links.self}`);
  },
});
