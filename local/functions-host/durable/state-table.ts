/** The table that holds the durable state of one hub. */
import { RestError, TableClient } from '@azure/data-tables';

/** Apart from the tables of a real host on the same account, whose layout is another one. */
const tableSuffix = 'LocalHost';

/** Creates the table if it is not there. Throws if the store does not answer. */
export async function openStateTable(connectionString: string, hubName: string): Promise<TableClient> {
  // Few retries here: what must not fail is tried again by the engine, and a start should fail soon.
  const retryOptions = { maxRetries: 2, retryDelayInMs: 50, maxRetryDelayInMs: 500 };
  const table = TableClient.fromConnectionString(connectionString, `${hubName}${tableSuffix}`, {
    allowInsecureConnection: true,
    retryOptions,
  });
  try {
    await table.createTable();
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 409) return table;
    throw new Error(
      `The store at ${table.url} does not answer: ${error instanceof Error ? error.message : error}. Is Azurite running, and AzureWebJobsStorage right?`,
    );
  }
  return table;
}
