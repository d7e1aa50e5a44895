/** When timer functions ran last, kept beside the instances. */
import type { TableClient } from '@azure/data-tables';
import { partitionKeyOf } from '../durable/instance-key';

/** All times are ISO 8601. */
export interface TimerStatus {
  last: string;
  next: string;
  lastUpdated: string;
}

export interface TimerStatusStore {
  read(functionName: string): Promise<TimerStatus | undefined>;
  write(functionName: string, status: TimerStatus): Promise<void>;
}

/** No instance id becomes this key: `~` is escaped in those. */
const partitionKey = '~timers';

export function createTimerStatusStore(table: TableClient): TimerStatusStore {
  return {
    async read(functionName) {
      try {
        const { last, next, lastUpdated } = await table.getEntity<Partial<TimerStatus>>(partitionKey, partitionKeyOf(functionName));
        return last && next && lastUpdated ? { last, next, lastUpdated } : undefined;
      } catch (error) {
        if ((error as { statusCode?: number }).statusCode === 404) return undefined;
        throw error;
      }
    },
    async write(functionName, status) {
      await table.upsertEntity({ partitionKey, rowKey: partitionKeyOf(functionName), ...status }, 'Replace');
    },
  };
}
