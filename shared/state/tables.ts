/** The two tables of the service, made once per process; every other file here goes through these few calls. */
import { odata, RestError, TableClient, type TransactionAction } from '@azure/data-tables';
import { credential } from '../azure/credential';
import { config } from '../config';
import { fromProperties, type StoredRow, toProperties } from './rows';

export type TableName = 'migrations' | 'migrationsById';

const clients = new Map<TableName, Promise<TableClient>>();

function tableClient(name: TableName): TableClient {
  const { storage, ca } = config();
  const options = {
    retryOptions: { maxRetries: 4, retryDelayInMs: 100, maxRetryDelayInMs: 2000 },
    tlsOptions: ca ? { ca } : undefined,
  };
  if ('tableEndpoint' in storage) return new TableClient(storage.tableEndpoint, name, credential(), options);
  const { connectionString } = storage;
  return TableClient.fromConnectionString(connectionString, name, {
    ...options,
    allowInsecureConnection: connectionString.includes('http://'),
  });
}

export function table(name: TableName): Promise<TableClient> {
  const known = clients.get(name);
  if (known) return known;
  const client = tableClient(name);
  const ready = client.createTable().then(() => client);
  clients.set(name, ready);
  ready.catch(() => clients.delete(name));
  return ready;
}

export const isStatus = (error: unknown, ...statuses: number[]) => error instanceof RestError && statuses.includes(error.statusCode ?? 0);

export async function readRow<T>(name: TableName, partitionKey: string, rowKey: string): Promise<StoredRow<T> | undefined> {
  try {
    const entity = await (await table(name)).getEntity(partitionKey, rowKey);
    return { rowKey, value: fromProperties<T>(entity), etag: entity.etag };
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

/**
 * Rows whose key begins with the prefix, in key order; `from` (a full key, exclusive) goes on where an earlier reading ended. The condition that
 * most rows fail comes first: Azure finds the range by its index whatever the order, Azurite tries every row of the table.
 */
export async function* readRows<T>(name: TableName, partitionKey: string, prefix: string, from?: string): AsyncGenerator<StoredRow<T>> {
  const end = `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;
  const filter = from
    ? odata`RowKey gt ${from} and RowKey lt ${end} and PartitionKey eq ${partitionKey}`
    : odata`RowKey ge ${prefix} and RowKey lt ${end} and PartitionKey eq ${partitionKey}`;
  for await (const entity of (await table(name)).listEntities({ queryOptions: { filter } })) {
    yield { rowKey: String(entity.rowKey), value: fromProperties<T>(entity), etag: String(entity.etag) };
  }
}

export async function allRows<T>(name: TableName, partitionKey: string, prefix: string, from?: string): Promise<StoredRow<T>[]> {
  const rows: StoredRow<T>[] = [];
  for await (const row of readRows<T>(name, partitionKey, prefix, from)) rows.push(row);
  return rows;
}

/** Writes without any condition: for rows with a single writer, and for index rows that any writer writes alike. */
export async function writeRow(name: TableName, partitionKey: string, rowKey: string, value: unknown): Promise<void> {
  await (await table(name)).upsertEntity({ partitionKey, rowKey, ...toProperties(value) }, 'Replace');
}

export async function deleteRow(name: TableName, partitionKey: string, rowKey: string): Promise<void> {
  try {
    await (await table(name)).deleteEntity(partitionKey, rowKey);
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
  }
}

export async function submit(name: TableName, actions: TransactionAction[]): Promise<void> {
  await (await table(name)).submitTransaction(actions);
}
