/**
 * Instances in Table Storage: one table per hub, one partition per instance, one commit per turn.
 *
 * Rows: `i` the record · `h:<execution>:<n>` history · `m:<execution>:<key>` messages kept for later · `p:<execution>:<token>:<n>` the rest of
 * a text that did not fit its row. A commit is what its `i` row says: rows of another execution, or beyond `historyCount`, don't count, so
 * that a turn too large for one transaction is atomic too.
 */
import { randomUUID } from 'node:crypto';
import { odata, type TableClient, type TableEntityResult, type TransactionAction } from '@azure/data-tables';
import { partitionKeyOf } from './instance-key';
import type { HistoryEvent, RuntimeStatus } from './protocol';
import { isTerminal } from './protocol';
import type { InstanceRecord } from './record';
import { fromColumns, toColumns } from './row-text';
import { planTransactions } from './transactions';

/** Inputs above this many characters are stored once per execution, beside the record, which is written every turn. */
const maxInlineInput = 8_000;

export interface StoredMessage {
  /** Sorts in order of arrival. */
  key: string;
  event: HistoryEvent;
}

export interface StoredInstance {
  record: InstanceRecord;
  history: HistoryEvent[];
  messages: StoredMessage[];
  /** Executions that ended before this one and of which rows are left. */
  deadExecutions: string[];
}

export interface Commit {
  record: InstanceRecord;
  /** The last events of the history: those up to `record.historyCount`. */
  appended: HistoryEvent[];
  addMessages: StoredMessage[];
  /** Of the same execution as the record; at most 90, so that they fit into the deciding transaction. */
  removeMessages: StoredMessage[];
}

export interface RecordFilter {
  statuses?: RuntimeStatus[];
  createdFrom?: Date;
  createdTo?: Date;
  instanceIdPrefix?: string;
}

export interface RecordPage {
  records: InstanceRecord[];
  continuation: string | undefined;
}

export interface TableStore {
  commit(commit: Commit): Promise<void>;
  load(instanceId: string): Promise<StoredInstance | undefined>;
  readRecord(instanceId: string): Promise<InstanceRecord | undefined>;
  list(filter: RecordFilter, pageSize: number, continuation?: string): Promise<RecordPage>;
  /** Ids of all instances that have not ended. */
  liveInstanceIds(): Promise<string[]>;
  /** Removes everything of the instance. */
  remove(instanceId: string): Promise<void>;
  /** Removes what is left of an execution that has ended; the record and the present execution stay. */
  removeExecution(instanceId: string, executionId: string): Promise<void>;
}

type Row = TableEntityResult<Record<string, unknown>>;

export function createTableStore(table: TableClient): TableStore {
  async function commit({ record, appended, addMessages, removeMessages }: Commit): Promise<void> {
    const rows = createRows(record);
    const firstIndex = record.historyCount - appended.length;
    const history = appended.flatMap((event, index) => rows.text(historyKey(record.executionId, firstIndex + index), event));
    const messages = addMessages.flatMap(({ key, event }) => rows.text(messageKey(record.executionId, key), event));
    const [head = [], ...overflow] = rows.record(firstIndex === 0);
    const removed = removeMessages.map<TransactionAction>(({ key }) => ['delete', rows.key(messageKey(record.executionId, key))]);

    for (const transaction of planTransactions([...history, ...messages, ...overflow.flat()], [...head, ...removed])) {
      const [first] = transaction;
      if (transaction.length === 1 && first?.[0] === 'upsert') await table.upsertEntity(first[1], 'Replace');
      else await table.submitTransaction(transaction);
    }
  }

  async function partition(instanceId: string, keysOnly = false): Promise<Row[]> {
    const rows: Row[] = [];
    const filter = odata`PartitionKey eq ${partitionKeyOf(instanceId)}`;
    const select = keysOnly ? ['partitionKey', 'rowKey'] : undefined;
    for await (const row of table.listEntities<Record<string, unknown>>({ queryOptions: { filter, select } })) rows.push(row);
    return rows;
  }

  async function load(instanceId: string): Promise<StoredInstance | undefined> {
    const rows = await partition(instanceId);
    const byKey = new Map(rows.map((row) => [row.rowKey ?? '', row]));
    const head = byKey.get(recordKey);
    if (!head) return undefined;
    const record = JSON.parse(joinText(head, byKey)) as InstanceRecord;
    const input = joinOverflow(byKey, record.executionId, inputToken);
    if (input !== '') record.input = input;

    const history: HistoryEvent[] = [];
    for (let index = 0; index < record.historyCount; index++) {
      const row = byKey.get(historyKey(record.executionId, index));
      if (!row)
        throw new Error(`The history of instance '${instanceId}' is incomplete: event ${index} of ${record.historyCount} is missing.`);
      history.push(JSON.parse(joinText(row, byKey)) as HistoryEvent);
    }
    const prefix = messageKey(record.executionId, '');
    const messages = rows
      .filter((row) => row.rowKey?.startsWith(prefix))
      .map((row) => ({ key: row.rowKey?.slice(prefix.length) ?? '', event: JSON.parse(joinText(row, byKey)) as HistoryEvent }));
    const executions = new Set(rows.map((row) => row.rowKey?.split(':')[1]).filter((id) => id !== undefined));
    executions.delete(record.executionId);
    return { record, history, messages, deadExecutions: [...executions] };
  }

  /** A row that has overflow rows needs the partition; most have none, and a point read does. */
  async function toRecord(head: Row): Promise<InstanceRecord | undefined> {
    if (head.more === undefined && head.inputRows === undefined) return JSON.parse(fromColumns(head)) as InstanceRecord;
    return (await load(String(head.instanceId)))?.record;
  }

  async function readRecord(instanceId: string): Promise<InstanceRecord | undefined> {
    try {
      return await toRecord(await table.getEntity<Record<string, unknown>>(partitionKeyOf(instanceId), recordKey));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async function list(filter: RecordFilter, pageSize: number, continuation?: string): Promise<RecordPage> {
    const pages = table
      .listEntities<Record<string, unknown>>({ queryOptions: { filter: recordQuery(filter) } })
      .byPage({ maxPageSize: pageSize, continuationToken: continuation });
    const page = await pages.next();
    if (page.done) return { records: [], continuation: undefined };
    const records = await Promise.all(page.value.map(toRecord));
    return { records: records.filter((record) => record !== undefined), continuation: page.value.continuationToken };
  }

  async function liveInstanceIds(): Promise<string[]> {
    const ids: string[] = [];
    const filter = odata`RowKey eq ${recordKey} and live eq ${true}`;
    for await (const row of table.listEntities<Record<string, unknown>>({ queryOptions: { filter, select: ['instanceId'] } })) {
      ids.push(String(row.instanceId));
    }
    return ids;
  }

  /** The record goes first: without it the other rows are nothing. */
  async function remove(instanceId: string): Promise<void> {
    const keys = (await partition(instanceId, true)).map(({ rowKey = '' }) => rowKey);
    await removeRows(instanceId, [recordKey, ...keys.filter((key) => key !== recordKey)]);
  }

  /** Names the execution, for by the time this runs the present one may be a third. */
  async function removeExecution(instanceId: string, executionId: string): Promise<void> {
    const keys = (await partition(instanceId, true)).map(({ rowKey = '' }) => rowKey);
    await removeRows(
      instanceId,
      keys.filter((key) => key.split(':')[1] === executionId),
    );
  }

  async function removeRows(instanceId: string, keys: string[]): Promise<void> {
    const partitionKey = partitionKeyOf(instanceId);
    for (let from = 0; from < keys.length; from += 100) {
      await table.submitTransaction(keys.slice(from, from + 100).map((rowKey) => ['delete', { partitionKey, rowKey }]));
    }
  }

  return { commit, load, readRecord, list, liveInstanceIds, remove, removeExecution };
}

const recordKey = 'i';
const inputToken = 'input';
const historyKey = (executionId: string, index: number) => `h:${executionId}:${String(index).padStart(8, '0')}`;
const messageKey = (executionId: string, key: string) => `m:${executionId}:${key}`;
const overflowKey = (executionId: string, token: string, index: number) => `p:${executionId}:${token}:${String(index).padStart(5, '0')}`;

/** Makes the rows of one instance. */
function createRows(record: InstanceRecord) {
  const partitionKey = partitionKeyOf(record.instanceId);
  const upsert = (rowKey: string, columns: Record<string, unknown>): TransactionAction => [
    'upsert',
    { partitionKey, rowKey, ...columns },
    'Replace',
  ];

  function text(rowKey: string, value: unknown, extra: Record<string, unknown> = {}): TransactionAction[] {
    const [first = {}, ...rest] = toColumns(JSON.stringify(value));
    if (rest.length === 0) return [upsert(rowKey, { ...extra, ...first })];
    const token = randomUUID();
    const overflow = rest.map((columns, index) => upsert(overflowKey(record.executionId, token, index), columns));
    return [upsert(rowKey, { ...extra, ...first, more: `${record.executionId}:${token}` }), ...overflow];
  }

  /** The `i` row, alone in the first list, and the rows that must be there before it. */
  function recordRows(isStartOfExecution: boolean): TransactionAction[][] {
    const { input, ...rest } = record;
    const isInline = input === undefined || input.length <= maxInlineInput;
    const inputColumns = isInline ? [] : toColumns(input);
    const extra = {
      instanceId: record.instanceId,
      status: record.status,
      live: !isTerminal(record.status),
      createdAt: record.createdAt,
      ...(isInline ? {} : { inputRows: inputColumns.length }),
    };
    const [head, ...overflow] = text(recordKey, isInline ? record : rest, extra);
    const inputRows = isStartOfExecution
      ? inputColumns.map((columns, index) => upsert(overflowKey(record.executionId, inputToken, index), columns))
      : [];
    return [head ? [head] : [], overflow, inputRows];
  }

  return { text, record: recordRows, key: (rowKey: string) => ({ partitionKey, rowKey }) };
}

function joinText(row: Row, byKey: Map<string, Row>): string {
  const [executionId, token] = typeof row.more === 'string' ? row.more.split(':') : [];
  return fromColumns(row) + (executionId && token ? joinOverflow(byKey, executionId, token) : '');
}

function joinOverflow(byKey: Map<string, Row>, executionId: string, token: string): string {
  let text = '';
  for (let index = 0; ; index++) {
    const row = byKey.get(overflowKey(executionId, token, index));
    if (!row) return text;
    text += fromColumns(row);
  }
}

function recordQuery({ statuses, createdFrom, createdTo, instanceIdPrefix }: RecordFilter): string {
  const parts = [odata`RowKey eq ${recordKey}`];
  if (statuses) parts.push(`(${statuses.map((status) => odata`status eq ${status}`).join(' or ') || 'false'})`);
  if (createdFrom) parts.push(odata`createdAt ge ${createdFrom.toISOString()}`);
  if (createdTo) parts.push(odata`createdAt le ${createdTo.toISOString()}`);
  // The character after the last one that an id may hold ends the range.
  if (instanceIdPrefix) parts.push(odata`instanceId ge ${instanceIdPrefix} and instanceId lt ${`${instanceIdPrefix}\uffff`}`);
  return parts.join(' and ');
}

function isNotFound(error: unknown): boolean {
  return (error as { statusCode?: number }).statusCode === 404;
}
